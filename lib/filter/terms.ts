import type { LineLevel, LineStream, ParsedLine } from "@/lib/model/lines";
import { kindOf } from "./fields";
import { rangeOf } from "./number-ranges";
import { eachOwnField, numberOf, type Scalar } from "./own-fields";
import { eachWord, fold } from "./words";

/** What is known of a line beside its text. */
export interface LineFacts {
  worker: string;
  agent: string;
  deployment: string | null;
  host: string | null;
  stream: LineStream;
  level: LineLevel | null;
  sessionId: string | null;
}

/** A traceback of 40 frames has some 250 different words. */
const TERMS_MAX = 400;
/** Longer words are found by their beginning and then looked at. Postgres takes up to 2046 bytes. */
const TERM_LENGTH_MAX = 64;
/** Values with a digit and this long are ids and times: each but few times, and found by their words. */
const ID_LENGTH_MIN = 6;
const DIGIT = /\d/;
/** The database refuses the zero byte; nobody can type the others. */
const CONTROLS = /\p{Cc}/gu;

/** On lines whose words are too many to keep all: every search has to look at them. Nothing else has this form. */
export const CUT_SHORT = "…";

/**
 * The terms by which a line is found, distinct, in four forms: `word`, words of its text; `@field=word`, who it is of and short values;
 * `@field~`, a field with any other text, whose words are terms as well; `@field#range`, a field with a number
 * (`number-ranges.ts`). They are a first sieve: what a filter asks for has its terms (`needed-terms.ts`), and the line itself
 * decides (`evaluate.ts`). `parsed` holds what was sent beside the text, too.
 */
export function termsOf(parsed: ParsedLine, facts: LineFacts): string[] {
  const terms = new Set<string>();
  const add = (term: string): boolean => {
    if (terms.size < TERMS_MAX) terms.add(term);
    else if (!terms.has(term)) terms.add(CUT_SHORT);
    return terms.size <= TERMS_MAX;
  };
  addFacts(parsed, facts, add);
  addWords(parsed.message, add);
  eachOwnField(parsed.fields, (field, value) => addField(field, value, add));
  if (parsed.exception !== null) addWords(parsed.exception, add);
  return [...terms];
}

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

type Add = (term: string) => boolean;

function addFacts(parsed: ParsedLine, facts: LineFacts, add: Add): void {
  add(fieldTerm("worker", "=", fold(facts.worker)));
  if (facts.agent !== "") add(fieldTerm("agent", "=", fold(facts.agent)));
  if (facts.deployment !== null) add(fieldTerm("deployment", "=", fold(facts.deployment)));
  if (facts.host !== null) add(fieldTerm("host", "=", fold(facts.host)));
  add(fieldTerm("stream", "=", facts.stream));
  if (facts.level !== null) add(fieldTerm("level", "=", facts.level));
  if (facts.sessionId !== null) {
    add(fieldTerm("job_id", "~"));
    addWords(facts.sessionId, add);
  }
  if (parsed.logger !== null) {
    add(fieldTerm("logger", "~"));
    eachWord(fold(parsed.logger), (word) => add(fieldTerm("logger", "=", word)));
  }
  if (parsed.exception !== null) add(fieldTerm("exception", "~"));
}

function addWords(text: string, add: Add): void {
  eachWord(fold(text), (word) => add(toTerm(word)));
}

function addField(field: string, value: Scalar, add: Add): boolean {
  const text = fold(String(value));
  if (kindOf(field) === "place") return add(fieldTerm(field, "=", lastOfPath(text)));
  const number = numberOf(value);
  if (number !== null) add(fieldTerm(field, "#", rangeOf(number)));
  else add(isShortWord(text) ? fieldTerm(field, "=", text) : fieldTerm(field, "~"));
  let isRoom = true;
  eachWord(text, (word) => {
    isRoom = add(toTerm(word));
    return isRoom;
  });
  return isRoom;
}

const WORD = /^\w+$/;

/** True for what comes from a small choice: true, enums, names. */
function isShortWord(folded: string): boolean {
  return (
    WORD.test(folded) && folded.length <= TERM_LENGTH_MAX && !(folded.length >= ID_LENGTH_MIN && DIGIT.test(folded))
  );
}
