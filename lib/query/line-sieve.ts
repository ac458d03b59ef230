import { type NeededTerms, neededTerms } from "@/lib/filter/needed-terms";
import { CUT_SHORT } from "@/lib/filter/terms";
import type { FilterTree } from "@/lib/filter/tree";

/** A filter as the database understands it: the lines that can fit. */
export interface LineSieve {
  /** Text of a `tsquery` on `terms`; null: every line can. */
  query: string | null;
  /** Each line that `exactQuery` lets through fits, those cut short excepted. */
  isExact: boolean;
  /** `query` without the lines that were cut short. */
  exactQuery: string | null;
}

/** What the database shall look for on behalf of a filter; null: everything. */
export function toLineSieve(tree: FilterTree | null): LineSieve {
  if (tree === null) return { query: null, isExact: true, exactQuery: null };
  const { needed, isExact } = neededTerms(tree);
  const exactQuery = needed.kind === "every" ? null : toTsquery(needed);
  // Lines that lack some of their terms are let through: there are few, and they are looked at.
  return { query: exactQuery && `${exactQuery} | ${quoted(CUT_SHORT)}`, isExact, exactQuery };
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
