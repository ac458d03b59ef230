import type { FilterTree } from "@/lib/filter/tree";
import { fold } from "@/lib/filter/words";
import type { LineContextQuery, LinesAnswer } from "@/lib/model/lines";
import type { ProjectScope } from "@/lib/model/scope";
import { findLines } from "./line-search";

/** Around one line is little to look at; more than this is not worth waiting for. */
const SIDE_MS_MAX = 1_000;

/**
 * What was printed around a line, by its worker or by all: up to half of `limit` before it, then the line and what follows, within
 * `aroundMs` on each side. The earliest comes first.
 */
export async function loadLineContext(scope: ProjectScope, query: LineContextQuery): Promise<LinesAnswer> {
  const atMs = Date.parse(query.at);
  const id = BigInt(query.id);
  const tree = query.worker === undefined ? null : ofWorker(query.worker);
  const wish = { tree, span: { fromMs: atMs - query.aroundMs, toMs: atMs + query.aroundMs + 1 } };
  const before = await findLines(
    scope,
    { ...wish, order: "desc", after: { atMs, id } },
    { limit: Math.floor(query.limit / 2), msMax: SIDE_MS_MAX },
  );
  const behind = await findLines(
    scope,
    // With the line itself.
    { ...wish, order: "asc", after: { atMs, id: id - 1n } },
    { limit: query.limit - before.lines.length, msMax: SIDE_MS_MAX },
  );
  return { lines: [...before.lines.reverse(), ...behind.lines], nextCursor: null };
}

function ofWorker(worker: string): FilterTree {
  return { kind: "value", field: "worker", text: fold(worker), isPrefix: false, isWhole: true, number: null };
}
