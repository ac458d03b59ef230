import { pool } from "@/lib/db";
import { matches } from "@/lib/filter/evaluate";
import type { FilterTree } from "@/lib/filter/tree";
import { LINE_LEVEL } from "@/lib/model/lines";
import type { ProjectScope } from "@/lib/model/scope";
import { loadLines } from "./line-loads";
import { SegmentReader } from "./line-reader";
import { idsOf, type LineSegment, placeOf } from "./line-segments";
import { CUT_SHORT_QUERY, type LineSieve, rowSql, toLineSieve } from "./line-sieve";
import type { LineTally } from "./line-tally";
import { meantWorkers } from "./line-workers";

/** What is to be counted, and until when by `performance.now()`. */
export interface CountWork {
  scope: ProjectScope;
  tree: FilterTree;
  /** Those with the newest lines first. */
  segments: LineSegment[];
  tally: LineTally;
  untilMs: number;
}

interface Span {
  fromMs: number;
  toMs: number;
}

/** Lines that are looked at between two looks at the clock. */
const LOAD_LINES = 200;
/** Source: PostgreSQL 18, appendix A. */
const QUERY_CANCELED = "57014";

/**
 * Counts the lines of a time that a filter means, segment by segment: in the database what its terms tell for certain, here what
 * has to be looked at. Null when all was counted, else the instant from which on all was.
 */
export async function countLines(work: CountWork, span: Span): Promise<number | null> {
  const sieve = toLineSieve(work.tree, await meantWorkers(work.scope, work.tree));
  const segments = work.segments.filter(({ minAtMs, maxAtMs }) => maxAtMs >= span.fromMs && minAtMs < span.toMs);
  for (const [index, segment] of segments.entries()) {
    if (await countSegment(work, segment, { span, sieve })) continue;
    const left = segments.slice(index).map(({ maxAtMs }) => maxAtMs + 1);
    return Math.min(span.toMs, Math.max(...left));
  }
  return null;
}

interface Part {
  span: Span;
  sieve: LineSieve;
}

/** False when the time is over. */
async function countSegment(work: CountWork, segment: LineSegment, part: Part): Promise<boolean> {
  const { exactQuery, isExact } = part.sieve;
  if (!isExact) return lookAtLines(work, segment, part);
  const query = exactQuery && `${exactQuery} & !${CUT_SHORT_QUERY}`;
  const isSummed = await sumSegment(work, segment, { span: part.span, sieve: { ...part.sieve, query } });
  if (query === null) return isSummed;
  return isSummed && lookAtLines(work, segment, { ...part, sieve: { ...part.sieve, query: CUT_SHORT_QUERY } });
}

async function sumSegment(
  { scope, tally, untilMs }: CountWork,
  { segment }: LineSegment,
  { span, sieve: { query, conditions } }: Part,
): Promise<boolean> {
  const msLeft = Math.floor(untilMs - performance.now());
  if (msLeft <= 0) return false;
  const values: unknown[] = [scope.projectId, new Date(span.fromMs), new Date(span.toMs), tally.buckets.bucketMs];
  const wanted = conditions.map((one) => rowSql(one, (value) => values.push(value)));
  if (query !== null) wanted.push(`l.terms @@ $${values.push(query)}::tsquery`);
  const hit = wanted.map((one) => ` and ${one}`).join("");
  const client = await pool().connect();
  try {
    await client.query(`begin read only; set local statement_timeout = ${msLeft}`);
    const { rows } = await client.query<{ at_ms: string; level: number; lines: string; dropped: string }>(
      `select floor(extract(epoch from l.at) * 1000 / $4) * $4 as at_ms, coalesce(l.level, 0) as level, count(*) as lines,
        coalesce(sum(l.dropped), 0) as dropped
      from runtime_line l where l.project_id = $1 and ${idsOf(segment)} and l.at >= $2 and l.at < $3${hit} group by 1, 2`,
      values,
    );
    for (const { at_ms, level, lines, dropped } of rows) {
      tally.add(Number(at_ms), level, { count: Number(lines), dropped: Number(dropped) });
    }
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === QUERY_CANCELED) return false;
    throw error;
  } finally {
    await client.query("rollback").catch(() => undefined);
    client.release();
  }
}

async function lookAtLines(work: CountWork, segment: LineSegment, { span, sieve }: Part): Promise<boolean> {
  const { scope, tree, tally } = work;
  const density = { walkedCount: 0, hitCount: 0 };
  const reader = new SegmentReader({ scope, ...placeOf(segment), span, order: "desc", after: null, sieve }, density);
  while (!reader.isDone) {
    if (performance.now() > work.untilMs) return false;
    await reader.read();
    const keys = reader.keys.splice(0);
    for (let at = 0; at < keys.length; at += LOAD_LINES) {
      if (performance.now() > work.untilMs) return false;
      for (const line of await loadLines(scope, keys.slice(at, at + LOAD_LINES))) {
        if (!matches(tree, line)) continue;
        const level = line.level === null ? 0 : LINE_LEVEL[line.level];
        tally.add(Date.parse(line.at), level, { count: 1, dropped: line.dropped ?? 0 });
      }
    }
  }
  return true;
}
