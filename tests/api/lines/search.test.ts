import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/db";
import { matches } from "@/lib/filter/evaluate";
import { parseFilter } from "@/lib/filter/parse";
import type { Line, LineHistogram, LinesAnswer } from "@/lib/model/lines";
import type { LinePosition } from "@/lib/query/line-positions";
import { type FoundLines, findLines, type LineWish } from "@/lib/query/line-search";
import { closeSegment, indexSegments, saveWantedLines } from "../../harness/lines";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { randomFilter, randomLines } from "../../unit/lib/filter/random";

const START_MS = Date.parse("2026-11-20T10:00:00.000Z");
const COUNT = 600;

let api: ReadApi;
let all: Line[];

/** Four segments, two of them indexed, in whose lines time goes back and forth. */
beforeAll(async () => {
  api = await openReadApi();
  const wanted = randomLines(11, COUNT).map((line, index) => ({
    ...line,
    // 197 is prime to 600: each second once, in no order; every fourth shares its time with another.
    atMs: START_MS + ((index * 197) % COUNT) * 1000 - (index % 4 === 0 ? 1000 : 0),
  }));
  for (let part = 0; part < 4; part += 1) {
    if (part > 0) await closeSegment();
    if (part === 2) expect(await indexSegments()).toBe(2);
    await saveWantedLines(api.database.scope, wanted.slice(part * 150, (part + 1) * 150));
  }
  all = await page({ order: "asc", limit: "1000" });
});
afterAll(() => api?.close());

async function page(query: Record<string, string>): Promise<Line[]> {
  const answer = await api.getJson<LinesAnswer>(`/api/v1/lines?${new URLSearchParams(query)}`);
  expect(answer).toMatchObject({ nextCursor: null });
  return answer.lines;
}

function treeOf(text: string) {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.tree;
}

const ids = (lines: Line[]) => lines.map(({ id }) => id);

describe("a search", () => {
  it("without words gives every line once, by time and then by id, in either direction", async () => {
    expect(all).toHaveLength(COUNT);
    const sorted = all.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || Number(BigInt(a.id) - BigInt(b.id)));
    expect(ids(all)).toEqual(ids(sorted));
    expect(ids(await page({ limit: "1000" }))).toEqual(ids(all).reverse());
  });

  it("lies over segments with and without an index", async () => {
    const { rows } = await pool().query(
      "select indexed_at is not null as is_indexed from line_segment order by segment",
    );
    expect(rows.map(({ is_indexed }) => is_indexed)).toEqual([true, true, false, false]);
  });

  it("finds by the database what the filter means line by line, whatever the filter", async () => {
    let found = 0;
    for (let seed = 5_000; seed < 5_060; seed += 1) {
      const q = randomFilter(seed);
      const meant = all.filter((line) => matches(treeOf(q), line));
      found += meant.length;
      expect(ids(await page({ q, order: "asc", limit: "1000" })), q).toEqual(ids(meant));
    }
    expect(found).toBeGreaterThan(1_000);
  });

  it.each([
    "alpha",
    "alph*",
    '"alpha-beta"',
    "level:error",
    "level:<=info",
    "-level:*",
    "stream:stderr",
    "worker:beta-7",
    "agent:a",
    "deployment:v1*",
    "-host:*",
    "job_id:aj_1",
    "room_id:*",
    "n:>0.5",
    "n:<=-3",
    "reason:Gamma",
    "error.reason:*",
    "logger:alpha",
    "code.file.path:*",
    "exception:*",
    "世",
    "q499",
    "alpha -beta (level:error OR stream:stderr)",
  ])("for %s finds something, but not everything, and the same in half of the time", async (q) => {
    const meant = all.filter((line) => matches(treeOf(q), line));
    expect(meant.length).toBeGreaterThan(0);
    expect(meant.length).toBeLessThan(COUNT);
    expect(ids(await page({ q, limit: "1000" }))).toEqual(ids(meant).reverse());
    const from = new Date(START_MS + 100_000).toISOString();
    const to = new Date(START_MS + 400_000).toISOString();
    const within = meant.filter(({ at }) => at >= from && at < to);
    expect(ids(await page({ q, from, to, limit: "1000" }))).toEqual(ids(within).reverse());
  });

  it.each(["asc", "desc"] as const)("that is cut short after every step goes on where it was (%s)", async (order) => {
    const span = { fromMs: null, toMs: null };
    for (const q of ["alpha", '"alpha beta"', "n:>0", "q499", "nosuchword"]) {
      const found: Line[] = [];
      let after: LinePosition | null = null;
      let steps = 0;
      do {
        const wish: LineWish = { tree: treeOf(q), span, order, after };
        const part: FoundLines = await findLines(api.database.scope, wish, { limit: 1_000, msMax: -1 });
        found.push(...part.lines);
        after = part.rest;
        steps += 1;
      } while (after !== null);
      const meant = all.filter((line) => matches(treeOf(q), line));
      expect(ids(found), q).toEqual(ids(order === "asc" ? meant : meant.reverse()));
      expect(steps).toBeGreaterThan(1);
    }
  });

  it("counts in a histogram what it finds, by level, also by the minute and with ragged ends", async () => {
    for (const q of [
      "",
      "level:error",
      "-level:*",
      "alpha",
      "-alpha",
      "n:>0",
      '"alpha-beta"',
      "reason:* OR level:info",
    ]) {
      for (const [fromMs, toMs, buckets] of [
        [START_MS - 5_000, START_MS + COUNT * 1000, 7],
        [START_MS + 33_500, START_MS + 444_000, 60],
        [START_MS + 33_500, START_MS + 444_000, 5],
        [START_MS + 61_000, START_MS + 62_000, 1],
      ] as const) {
        const from = new Date(fromMs).toISOString();
        const to = new Date(toMs).toISOString();
        const query = new URLSearchParams({ q, from, to, buckets: String(buckets) });
        const histogram = await api.getJson<LineHistogram>(`/api/v1/lines/histogram?${query}`);
        const meant = all.filter((line) => line.at >= from && line.at < to && matches(treeOf(q), line));
        expect(histogram).toMatchObject({ from, to, isComplete: true, countedFrom: null });
        expect(histogram.buckets.length).toBeLessThanOrEqual(buckets);
        expect(countsOf(histogram), `${q} ${query}`).toEqual(expected(meant, histogram));
      }
    }
  });
});

const LEVELS = [null, "trace", "debug", "info", "warn", "error", "fatal"];

function countsOf({ buckets }: LineHistogram): number[][] {
  return buckets.map(({ counts }) => counts);
}

function expected(lines: Line[], { buckets, bucketMs }: LineHistogram): number[][] {
  const counts = buckets.map(() => LEVELS.map(() => 0));
  for (const { at, level } of lines) {
    const bucket = buckets.findLastIndex((one) => Date.parse(one.at) <= Date.parse(at));
    expect(Date.parse(at) - Date.parse(buckets[bucket]?.at ?? "")).toBeLessThan(bucketMs);
    const row = counts[bucket] as number[];
    row[LEVELS.indexOf(level)] = (row[LEVELS.indexOf(level)] ?? 0) + 1;
  }
  return counts;
}
