import { afterAll, beforeAll, expect, it } from "vitest";
import { pool } from "@/lib/db";
import type { LineHistogram, LinesAnswer } from "@/lib/model/lines";
import { closeSegment, indexSegments, saveWantedLines } from "../../harness/lines";
import { openReadApi, type ReadApi } from "../../harness/read-api";

// Lines have no terms for what only their worker tells: its row is asked.

const START_MS = Date.parse("2026-11-20T10:00:00.000Z");
const FROM = "2026-11-20T10:00:00.000Z";
const TO = "2026-11-20T11:00:00.000Z";
/** More of each than a search names one by one. */
const REPLICAS = 310;

let api: ReadApi;

/** Two agents of many replicas and a third of two, in an indexed segment and in the open one; one line each. */
beforeAll(async () => {
  api = await openReadApi();
  const lines = [...replicas("clinic", REPLICAS), ...replicas("shop", REPLICAS), ...replicas("tiny", 2)];
  await saveWantedLines(api.database.scope, lines.slice(0, 400));
  await closeSegment();
  expect(await indexSegments()).toBe(1);
  await saveWantedLines(api.database.scope, lines.slice(400));
});
afterAll(() => api?.close());

function replicas(agent: string, count: number) {
  return Array.from({ length: count }, (_unused, index) => ({
    ...{ raw: `hello ${index}`, agent, worker: `${agent}-${index}`, deployment: index % 2 === 0 ? "v1" : null },
    ...{ host: `h-${index % 3}`, atMs: START_MS + index * 1000 },
  }));
}

async function found(q: string): Promise<string[]> {
  const workers: string[] = [];
  let cursor: string | null = null;
  do {
    const query: URLSearchParams = new URLSearchParams({
      q,
      limit: "1000",
      from: FROM,
      to: TO,
      ...(cursor && { cursor }),
    });
    const page: LinesAnswer = await api.getJson<LinesAnswer>(`/api/v1/lines?${query}`);
    workers.push(...page.lines.map(({ worker }) => worker));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return workers;
}

async function counted(q: string): Promise<number> {
  const query = new URLSearchParams({ q, from: FROM, to: TO });
  const { buckets } = await api.getJson<LineHistogram>(`/api/v1/lines/histogram?${query}`);
  return buckets.flatMap(({ counts }) => Object.values(counts)).reduce((sum, count) => sum + count, 0);
}

it.each([
  ["agent:clinic", 310],
  ["agent:TINY", 2],
  ["agent:nobody", 0],
  ["-agent:clinic", 312],
  ["-agent:tiny", 620],
  ["agent:c*", 310],
  ["agent:*", 622],
  ["deployment:v1", 311],
  ["-deployment:*", 311],
  ["agent:clinic deployment:v1", 155],
  ["agent:clinic hello 7", 1],
  ["agent:clinic OR agent:tiny", 312],
  ["(agent:tiny OR host:h-2) hello", 208],
  ["NOT (agent:tiny OR agent:shop)", 310],
])("finds and counts %s by the rows of workers", async (q, lines) => {
  expect(await found(q)).toHaveLength(lines);
  expect(await counted(q)).toBe(lines);
});

it("goes by what is told of a worker now, and finds nothing of one that is not known", async () => {
  await pool().query("update worker set agent = 'renamed' where id = 'tiny-0'");
  expect(await found("agent:renamed")).toEqual(["tiny-0"]);
  await pool().query("delete from worker where id = 'tiny-0'");
  expect(await found("-agent:*")).toEqual(["tiny-0"]);
  expect(await counted("agent:tiny")).toBe(1);
});
