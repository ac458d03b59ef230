import { type NeededTerms, neededTerms } from "@/lib/filter/needed-terms";
import { CUT_SHORT } from "@/lib/filter/term-forms";
import type { FilterTree } from "@/lib/filter/tree";
import { factOf, nameOf } from "@/lib/filter/worker-facts";
import { type MeantWorkers, tellsSql, type WorkerTells } from "./line-workers";

/** A filter as the database understands it: the lines that can fit. */
export interface LineSieve {
  /** Text of a `tsquery` on `terms`; null: every line can. */
  query: string | null;
  /** Each line that `exactQuery` lets through fits, those cut short excepted. */
  isExact: boolean;
  /** `query` without the lines that were cut short. */
  exactQuery: string | null;
  /** What the raw text of each line that fits looks like: phrases of words that many lines have. */
  phrase: RawPhrase | null;
  /** What is true of the row of each line that fits. The queries alone are not exact about it. */
  conditions: RowCondition[];
}

/** On the worker of a line, or that the line is of a job; or, `isNot`, that it is not so. */
export type RowCondition = { tells: WorkerTells | "job"; isNot: boolean };

export interface RawPhrase {
  /** For `ilike`: its words in their order. Looked for first, in less than half of the time. */
  words: string;
  /** Texts that hold one of these may spell letters in other ways, and are looked at by the pattern alone. */
  marks: readonly string[];
  /** A regular expression: nothing but spaces between them. Or a text that says it in another spelling. */
  pattern: string;
}

/** What the database shall look for on behalf of a filter; null: everything. `workers`: whom its facts mean. */
export function toLineSieve(tree: FilterTree | null, workers: MeantWorkers): LineSieve {
  if (tree === null) return { query: null, isExact: true, exactQuery: null, phrase: null, conditions: [] };
  const parts = tree.kind === "and" ? tree.of : [tree];
  const { needed } = neededTerms(tree, workers.choices);
  // What is said of workers and jobs by itself is decided by rows, whatever else the filter says.
  const told = parts.map((part) => rowCondition(part, workers));
  const conditions = told.filter((condition) => condition !== null);
  const isExact = parts.every((part, index) => told[index] !== null || neededTerms(part, workers.choices).isExact);
  const exactQuery = needed.kind === "every" ? null : toTsquery(needed);
  // Lines that lack some of their terms are let through: there are few, and they are looked at.
  const query = exactQuery && `${exactQuery} | ${quoted(CUT_SHORT)}`;
  return { query, isExact, exactQuery, phrase: toPhrase(parts), conditions };
}

/** Null for what rows do not tell. */
function rowCondition(tree: FilterTree, { tells }: MeantWorkers): RowCondition | null {
  const isNot = tree.kind === "not";
  const part = isNot ? tree.of : tree;
  if (part.kind === "present" && part.field === "job_id") return { tells: "job", isNot };
  const fact = factOf(part);
  const told = fact && tells.get(nameOf(fact));
  return told ? { tells: told, isNot } : null;
}

/** On rows `l` of `runtime_line`; `push` takes a value and answers its number. */
export function rowSql({ tells, isNot }: RowCondition, push: (value: unknown) => number): string {
  const sql = tells === "job" ? "l.session_id is not null" : tellsSql(tells, push);
  return isNot ? `not (${sql})` : sql;
}

/** What JSON writes as it is. Numbers it may write in several ways, but they hold no spaces. */
const PLAIN_PHRASE = /^[\w.,:;=-]+(?: [\w.,:;=-]+)+$/;
/** Spaces as they stand in a raw text: as such, or as JSON escapes them. Source: PostgreSQL 18, 9.7.3.3. */
const SPACES = "(?:\\s|\\\\[nrt]|\\\\u[0-9a-f]{4}|[^\\u0001-\\u007f])+";
/** Texts that are not what they look like: colours, and letters that need no escape but have one. */
const UNCLEAR = "\\u001b|\\\\u00[0-7]";
/** Without one of these it matches nothing. */
const UNCLEAR_MARKS = ["\u001b", "\\u00"];

/** The longest phrase that every line has to hold; null when there is none. Lines are not parsed for it, so it only leaves out. */
function toPhrase(parts: FilterTree[]): RawPhrase | null {
  const phrases = parts.flatMap((node) => (node.kind === "text" && PLAIN_PHRASE.test(node.text) ? [node.text] : []));
  const [longest] = phrases.toSorted((a, b) => b.length - a.length);
  if (longest === undefined) return null;
  const pattern = `${longest.replaceAll(".", "\\.").replaceAll(" ", SPACES)}|${UNCLEAR}`;
  // An underscore stands for any character there, which lets through more, never less.
  return { words: `%${longest.replaceAll(" ", "%")}%`, marks: UNCLEAR_MARKS, pattern };
}

/** The term of lines that were cut short, as a `tsquery`. */
export const CUT_SHORT_QUERY = quoted(CUT_SHORT);

/** Source: PostgreSQL 18, 8.11.2 tsquery. */
function toTsquery(needed: NeededTerms): string {
  switch (needed.kind) {
    case "term":
      return quoted(needed.term) + (needed.isPrefix ? ":*" : "");
    case "not":
      return `!(${toTsquery(needed.of)})`;
    case "and":
      return `(${needed.of.map(toTsquery).join(" & ")})`;
    case "or":
      return `(${needed.of.map(toTsquery).join(" | ")})`;
    case "every":
      throw new Error("a condition that every line fits has no terms");
    default: {
      const never: never = needed;
      throw new Error(`no such condition: ${never}`);
    }
  }
}

function quoted(term: string): string {
  return `'${term.replace(/['\\]/g, "$&$&")}'`;
}
