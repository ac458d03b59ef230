/** Postgres refuses U+0000 in text and JSON; nothing else is taken out. */
const NUL = "\u0000";

/** The text as Postgres can hold it: without U+0000. Source: PostgreSQL documentation, character types. */
export function withoutNul(text: string): string {
  return text.includes(NUL) ? text.replaceAll(NUL, "") : text;
}

/** As `withoutNul`, for what may be unknown. */
export function withoutNulOrNull(text: string | null): string | null {
  return text === null ? null : withoutNul(text);
}
