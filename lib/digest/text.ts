/** Postgres refuses U+0000 in text and JSON; nothing else is taken out. */
const NUL = "\u0000";

/** The text as Postgres can hold it: without U+0000. Source: PostgreSQL documentation, character types. */
export function withoutNul(text: string): string {
  return text.includes(NUL) ? text.replaceAll(NUL, "") : text;
}

/** A name (agent, room, model, tag, tool) is shown in rows of fifty: a longer one is a mistake of the sender. Reason: one line. */
const NAME_LENGTH_MAX = 200;

/** Texts of turns in rows; the timeline shows them from the journal. An answer read out for ten minutes has 10,000 characters. */
const TEXT_LENGTH_MAX = 16_384;

/** A name as rows hold it: without U+0000, and no longer than a line. */
export function toName(text: string): string {
  return withoutNul(text.length > NAME_LENGTH_MAX ? `${text.slice(0, NAME_LENGTH_MAX - 1)}…` : text);
}

/** As `toName`, for what may be unknown. */
export function toNameOrNull(text: string | null): string | null {
  return text === null ? null : toName(text);
}

/** What was said as rows hold it: without U+0000, and cut where it is a whole document. */
export function toText(text: string): string {
  return withoutNul(text.length > TEXT_LENGTH_MAX ? `${text.slice(0, TEXT_LENGTH_MAX - 1)}…` : text);
}
