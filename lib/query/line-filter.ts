import { AppError } from "@/lib/errors";
import { parseFilter } from "@/lib/filter/parse";
import type { FilterTree } from "@/lib/filter/tree";

/** What a filter means that came with a request. Errors: `invalid`, with the language's own words and the place. */
export function readLineFilter(q: string): FilterTree {
  const parsed = parseFilter(q);
  if (parsed.ok) return parsed.tree;
  throw new AppError("invalid", `q: ${parsed.error.message}`);
}
