import type { LineLevel, LineStream, LineTerms, ParsedLine } from "@/lib/model/lines";
import { kindOf } from "./fields";
import { rangeOf } from "./number-ranges";
import { eachOwnField, numberOf, type Scalar } from "./own-fields";
import { lastOfPath, NO_LEVEL, TERM_LENGTH_MAX, USUAL_LEVEL, USUAL_STREAM } from "./term-forms";
import { TermWriter } from "./term-writer";
import { eachWord, fold } from "./words";

/** What is known of a line beside its text; what only its worker tells is not asked of terms (`worker-facts.ts`). */
export interface LineFacts {
  worker: string;
  stream: LineStream;
  level: LineLevel | null;
  sessionId: string | null;
}

/** Values with a digit and this long are ids and times: each but few times, and found by their words. */
const ID_LENGTH_MIN = 6;
const DIGIT = /\d/;
const WORD = /^\w+$/;

/** One for all lines: its tables are large, and a line is done before the next one begins. */
let writer: TermWriter | null = null;

/**
 * The terms by which a line is found, distinct, in four forms: `word`, words of its text; `@field=word`, its worker and short values;
 * `@field~`, a field with any other text, whose words are terms as well; `@field#range`, a field with a number
 * (`number-ranges.ts`). They are a first sieve: what a filter asks for has its terms (`needed-terms.ts`), and the line itself
 * decides (`evaluate.ts`). `parsed` holds what was sent beside the text, too. A line with too many has `CUT_SHORT` as well.
 */
export function termsOf(parsed: ParsedLine, facts: LineFacts): LineTerms {
  writer ??= new TermWriter();
  addFacts(writer, parsed, facts);
  addText(writer, parsed);
  return writer.take();
}

/** The same as texts, in their order. */
export function termTexts({ bytes }: LineTerms): string[] {
  return Buffer.from(bytes).toString("utf8").split("\0\0\0").slice(0, -1);
}

function addText(terms: TermWriter, { message, fields, exception }: ParsedLine): boolean {
  return (
    terms.addWords(message) &&
    eachOwnField(fields, (field, value) => addField(terms, field, value)) &&
    (exception === null || terms.addWords(exception))
  );
}

function addFacts(terms: TermWriter, { logger, exception }: ParsedLine, facts: LineFacts): void {
  const { worker, stream, level, sessionId } = facts;
  terms.addField("worker", "=", fold(worker));
  if (stream !== USUAL_STREAM) terms.addField("stream", "=", stream);
  if (level !== USUAL_LEVEL) terms.addField("level", "=", level ?? NO_LEVEL);
  if (sessionId !== null) terms.addWords(sessionId);
  if (logger !== null) addLogger(terms, fold(logger));
  if (exception !== null) terms.addField("exception", "~");
}

/** One without words has a term, too: each line with a logger has one. */
function addLogger(terms: TermWriter, logger: string): void {
  let hasWord = false;
  eachWord(logger, (word) => {
    hasWord = true;
    return terms.addField("logger", "=", word);
  });
  if (!hasWord) terms.addField("logger", "~");
}

function addField(terms: TermWriter, field: string, value: Scalar): boolean {
  const text = fold(String(value));
  if (kindOf(field) === "place") return terms.addField(field, "=", lastOfPath(text));
  const number = numberOf(value);
  if (number !== null) terms.addField(field, "#", rangeOf(number));
  else if (isShortWord(text)) terms.addField(field, "=", text);
  else terms.addField(field, "~");
  return terms.addWords(text);
}

/** True for what comes from a small choice: true, enums, names. */
function isShortWord(folded: string): boolean {
  return (
    WORD.test(folded) && folded.length <= TERM_LENGTH_MAX && !(folded.length >= ID_LENGTH_MIN && DIGIT.test(folded))
  );
}
