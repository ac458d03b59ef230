import type { LinesAnswer, LinesQuery } from "@/lib/model/lines";
import type { ProjectScope } from "@/lib/model/scope";
import { readLineFilter } from "./line-filter";
import { type LinePosition, packLineCursor, unpackLineCursor } from "./line-positions";
import { findLines } from "./line-search";
import { toSpan } from "./line-segments";

/** Who waits for a page shall not wait longer; what was not looked at by then is said. */
const PAGE_MS_MAX = 2_500;

/**
 * One page of the lines that a filter means, in the order of (time, id): what is stored meanwhile moves no page after it. A
 * search that takes too long answers what it has, says so in `notice`, and goes on with `nextCursor`.
 * Errors: `invalid` for a filter that cannot be read, in words, and for a damaged cursor.
 */
export async function listLines(scope: ProjectScope, query: LinesQuery): Promise<LinesAnswer> {
  const after = query.cursor === undefined ? null : unpackLineCursor(query.cursor);
  const wish = { tree: readLineFilter(query.q), span: toSpan(query), order: query.order, after };
  const { lines, rest, isCut } = await findLines(scope, wish, { limit: query.limit, msMax: PAGE_MS_MAX });
  const nextCursor = rest && packLineCursor(rest);
  return rest && isCut ? { lines, nextCursor, notice: cutNotice(rest, query) } : { lines, nextCursor };
}

function cutNotice({ atMs }: LinePosition, { order }: LinesQuery): string {
  const side = order === "desc" ? "before" : "after";
  return `This search takes long: nothing ${side} ${new Date(atMs).toISOString()} was looked at yet. Go on from there, or choose a shorter time.`;
}
