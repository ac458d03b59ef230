import { LINE_LEVEL, LINE_STREAM, type LineLevel } from "@/lib/model/lines";
import { kindOf } from "./fields";
import { rangeOf, rangesFor } from "./number-ranges";
import { fieldTerm, lastOfPath, NO_LEVEL, toTerm, USUAL_LEVEL, USUAL_STREAM } from "./term-forms";
import type { Comparison, FilterTree, TextNode, ValueNode } from "./tree";
import { endsInWord, fold, wordsOf } from "./words";
import { factOf, nameOf, type WorkerChoice, type WorkerChoices } from "./worker-facts";

/** Which terms (`terms.ts`) a line has to have; `every`: no term is needed. */
export type NeededTerms =
  | { kind: "every" }
  | { kind: "term"; term: string; isPrefix: boolean }
  | { kind: "and" | "or"; of: NeededTerms[] }
  | { kind: "not"; of: NeededTerms };

export interface Sieve {
  /** Each line that fits the filter has these terms, or was cut short. */
  needed: NeededTerms;
  /** And each line that has them fits: nobody needs to look at it. Never true of lines that were cut short. */
  isExact: boolean;
}

const EVERY: NeededTerms = { kind: "every" };
const STREAMS = { all: Object.keys(LINE_STREAM), usual: USUAL_STREAM };
const LEVELS = { all: [...Object.keys(LINE_LEVEL), NO_LEVEL], usual: USUAL_LEVEL };
/** A term of this length may be the beginning of a longer one. */
const TERM_LENGTH_SURE = 63;

/**
 * What a filter asks of a line's terms. Pure; no term is asked for that a fitting line could lack. `choices`: whose lines fit each of its
 * facts on workers.
 */
export function neededTerms(tree: FilterTree, choices: WorkerChoices): Sieve {
  const fact = factOf(tree);
  if (fact) return { needed: ofWorkers(choices.get(nameOf(fact))), isExact: false };
  switch (tree.kind) {
    case "all":
      return { needed: EVERY, isExact: true };
    case "and":
    case "or": {
      const parts = tree.of.map((part) => neededTerms(part, choices));
      const needed = parts.map((part) => part.needed);
      return {
        needed: tree.kind === "and" ? allOf(needed) : anyOf(needed),
        isExact: parts.every((part) => part.isExact),
      };
    }
    case "not": {
      const { needed, isExact } = neededTerms(tree.of, choices);
      // What is not exact may be there without fitting: its absence tells nothing.
      return { needed: isExact ? notOf(needed) : EVERY, isExact };
    }
    case "level":
      return { needed: oneOf("level", LEVELS, levelsFor(tree.comparison, tree.level)), isExact: true };
    case "stream":
      return { needed: oneOf("stream", STREAMS, [tree.stream]), isExact: true };
    case "text":
      return ofText(tree);
    case "value":
      return ofValue(tree);
    case "present":
      return ofPresent(tree.field);
    case "compare":
      return { needed: ofCompare(tree.field, tree.comparison, tree.number), isExact: false };
    default: {
      const never: never = tree;
      throw new Error(`no such filter: ${never}`);
    }
  }
}

/** The levels for which a comparison with a level is true. */
export function levelsFor(comparison: Comparison | "=", level: LineLevel): LineLevel[] {
  const bound = LINE_LEVEL[level];
  return (Object.keys(LINE_LEVEL) as LineLevel[]).filter((name) => isTrue(LINE_LEVEL[name], comparison, bound));
}

/** Whether `left` stands to `right` as the sign says. */
export function isTrue(left: number, comparison: Comparison | "=", right: number): boolean {
  switch (comparison) {
    case "=":
      return left === right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    default: {
      const never: never = comparison;
      throw new Error(`no such comparison: ${never}`);
    }
  }
}

function ofText({ text, isPrefix, isQuoted }: TextNode): Sieve {
  const needed = inWords(text, isPrefix);
  const isOneWord = needed.kind === "term" && needed.term === text && text.length <= TERM_LENGTH_SURE;
  if (isQuoted) return { needed, isExact: isOneWord };
  const worker = term(fieldTerm("worker", "=", text), isPrefix);
  return { needed: anyOf([needed, worker]), isExact: isOneWord && isSure("worker", text) };
}

/** The words of a text; of its beginning only, where the last one may go on. */
function inWords(text: string, isPrefix: boolean): NeededTerms {
  const words = wordsOf(text);
  const open = isPrefix && endsInWord(text) ? words.length - 1 : -1;
  return allOf(words.map((word, index) => term(toTerm(word), index === open)));
}

function ofValue(node: ValueNode): Sieve {
  const { field, text, isPrefix } = node;
  switch (kindOf(field)) {
    case "identity":
      if (field === "job_id") return { needed: inWords(text, isPrefix), isExact: false };
      return { needed: term(fieldTerm(field, "=", text), isPrefix), isExact: isSure(field, text) };
    case "part": {
      const words = inWords(text, isPrefix);
      return {
        needed: field === "exception" ? allOf([term(fieldTerm("exception", "~")), words]) : words,
        isExact: false,
      };
    }
    case "logger": {
      const words = wordsOf(text);
      const open = isPrefix && endsInWord(text) ? words.length - 1 : -1;
      const each = words.map((word, index) => term(fieldTerm("logger", "=", word), index === open));
      return { needed: allOf(each), isExact: false };
    }
    case "place": {
      const own = isPrefix ? term(fieldTerm(field, "="), true) : equal(field, lastOfPath(text));
      return { needed: anyOf([own, inside(field)]), isExact: false };
    }
    case "free":
      return { needed: ofFreeValue(node), isExact: false };
  }
}

/** The value may be a short word, a number, any other text that holds the words, or lie deeper in an object of this name. */
function ofFreeValue({ field, text, isPrefix, number }: ValueNode): NeededTerms {
  const spellings = [inWords(text, isPrefix)];
  const places = [term(fieldTerm(field, "~")), inside(field)];
  if (wordsOf(text).length === 1) places.push(term(fieldTerm(field, "=", text), isPrefix));
  if (isPrefix) places.push(term(fieldTerm(field, "#"), true));
  else if (number !== null) {
    places.push(term(fieldTerm(field, "#", rangeOf(number))));
    if (String(number) !== text) spellings.push(inWords(String(number), false));
  }
  return allOf([anyOf(places), anyOf(spellings)]);
}

function ofPresent(field: string): Sieve {
  switch (kindOf(field)) {
    case "identity":
      if (field === "job_id") return { needed: EVERY, isExact: false };
      return { needed: term(fieldTerm(field, "="), true), isExact: true };
    case "part":
      return { needed: field === "exception" ? term(fieldTerm("exception", "~")) : EVERY, isExact: true };
    case "logger":
      return { needed: anyOf([term(fieldTerm(field, "="), true), term(fieldTerm(field, "~"))]), isExact: true };
    case "place":
      return { needed: anyOf([term(fieldTerm(field, "="), true), inside(field)]), isExact: false };
    case "free": {
      if (field === "level") return { needed: oneOf("level", LEVELS, Object.keys(LINE_LEVEL)), isExact: true };
      if (field === "stream") return { needed: EVERY, isExact: true };
      const forms = (["=", "#", "."] as const).map((sign) => term(fieldTerm(field, sign), true));
      return { needed: anyOf([term(fieldTerm(field, "~")), ...forms]), isExact: false };
    }
  }
}

function ofCompare(field: string, comparison: Comparison, number: number): NeededTerms {
  if (kindOf(field) === "place") return anyOf([term(fieldTerm(field, "="), true), inside(field)]);
  const ranges = rangesFor(comparison, number).map((range) => term(fieldTerm(field, "#", range)));
  // The first half is quickly said of lines without the field, which saves looking for each range.
  const inRange = allOf([term(fieldTerm(field, "#"), true), anyOf(ranges)]);
  return anyOf([inRange, inside(field)]);
}

/** One of some values, of a field of which every line has one and the usual one has no term. */
function oneOf(field: string, { all, usual }: { all: string[]; usual: string }, wanted: string[]): NeededTerms {
  if (!wanted.includes(usual)) return anyOf(wanted.map((value) => equal(field, value)));
  const unwanted = all.filter((value) => !wanted.includes(value));
  return unwanted.length === 0 ? EVERY : notOf(anyOf(unwanted.map((value) => equal(field, value))));
}

/** Never exact: two ids may be folded to one, or be cut to the same beginning. */
function ofWorkers(choice: WorkerChoice | undefined): NeededTerms {
  if (!choice || choice.kind === "many") return EVERY;
  const theirs = choice.ids.map((id) => equal("worker", fold(id)));
  if (choice.kind === "these") return anyOf(theirs);
  return theirs.length === 0 ? EVERY : notOf(anyOf(theirs));
}

/** What lies deeper in an object of this name. */
function inside(field: string): NeededTerms {
  return term(fieldTerm(field, "."), true);
}

function isSure(field: string, text: string): boolean {
  return fieldTerm(field, "=", text).length <= TERM_LENGTH_SURE;
}

function equal(field: string, text: string): NeededTerms {
  return term(fieldTerm(field, "=", text));
}

function term(text: string, isPrefix = false): NeededTerms {
  return { kind: "term", term: text, isPrefix };
}

function allOf(parts: NeededTerms[]): NeededTerms {
  const of = parts.filter((part) => part.kind !== "every");
  return of.length > 1 ? { kind: "and", of } : (of[0] ?? EVERY);
}

/** Of nothing: a term that no line has. */
function anyOf(parts: NeededTerms[]): NeededTerms {
  if (parts.length === 0) return term("=");
  if (parts.some((part) => part.kind === "every")) return EVERY;
  return parts.length > 1 ? { kind: "or", of: parts } : (parts[0] as NeededTerms);
}

/** Of every line: a term that no line has. */
function notOf(needed: NeededTerms): NeededTerms {
  return needed.kind === "every" ? term("=") : { kind: "not", of: needed };
}
