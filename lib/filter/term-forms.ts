import type { LineLevel, LineStream } from "@/lib/model/lines";

/** Longer words are found by their beginning and then looked at. Postgres takes up to 2046 bytes. UTF-16 units. */
export const TERM_LENGTH_MAX = 64;

/** On lines whose words are too many to keep all: every search has to look at them. Nothing else has this form. */
export const CUT_SHORT = "…";

/** Nearly all lines have these: a term for them would tell nothing, so what has neither it nor another one is meant. */
export const USUAL_STREAM: LineStream = "stdout";
export const USUAL_LEVEL: LineLevel = "info";
/** What a line without a level has instead of one. */
export const NO_LEVEL = "none";

/** The database refuses the zero byte; nobody can type the others. */
const CONTROLS = /\p{Cc}/gu;

/** The term of a word, or of a field and what it is equal to. */
export function toTerm(text: string): string {
  return text.length > TERM_LENGTH_MAX ? text.slice(0, TERM_LENGTH_MAX) : text;
}

/**
 * The term of a field: `=` and a value, `~`, `#` and a range, or for `.` the beginning of all that lies deeper in it. No word
 * begins with the sign in front.
 */
export function fieldTerm(field: string, sign: "=" | "~" | "#" | ".", value = ""): string {
  return toTerm(`@${field}${sign}${value}`);
}

/** The last part of a path, folded or not; of a module or function its whole name. */
export function lastOfPath(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1).replace(CONTROLS, " ");
}
