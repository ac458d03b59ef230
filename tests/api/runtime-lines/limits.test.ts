import { afterAll, beforeAll, expect, test } from "vitest";
import * as runtimeLines from "@/app/api/v1/runtime-lines/route";
import * as metrics from "@/app/metrics/route";
import { pool } from "@/lib/db";
import { openTestDatabase, type TestDatabase } from "../../harness/database";
import { eventRecord, lineRecord, postLines, workerRecord } from "../../harness/sent-lines";
import { startServer, type TestServer } from "../../harness/server";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  // 100 lines of a worker and 250 of the project in ten seconds.
  const rates = { LINES_PER_WORKER_SECOND_MAX: "10", LINES_PER_PROJECT_SECOND_MAX: "25" };
  database = await openTestDatabase({ ...rates, LINES_PER_REQUEST_MAX: "400", LINES_BYTES_MAX: "100000" });
  server = await startServer({ "/api/v1/runtime-lines": runtimeLines, "/metrics": metrics });
});
afterAll(async () => {
  await server.close();
  await database.close();
});

/** The beginning of a window of ten seconds, so many windows ago. */
function windowStart(ago: number): number {
  return Math.floor(Date.now() / 10_000) * 10_000 - ago * 10_000;
}

function flood(from: number, count: number, startMs: number, everyMs: number) {
  return Array.from({ length: count }, (_unused, index) =>
    lineRecord(from + index, `line ${from + index}`, { at: startMs + index * everyMs }),
  );
}

async function answerOf(...sent: Parameters<typeof postLines> extends [string, ...infer Rest] ? Rest : never) {
  const answer = await postLines(server.url, ...sent);
  return { status: answer.status, body: await answer.json() };
}

test("what a worker prints too fast becomes a notice in its place, and is counted wherever lines are", async () => {
  const startMs = windowStart(3);
  const lines = flood(1, 150, startMs, 10);
  const { body } = await answerOf([workerRecord("aw-1"), ...lines]);
  expect(body).toEqual({ accepted: 100, doubled: 0, dropped: 50, rejected: [] });
  const { rows } = await pool().query(
    "select seq::int, at, stream, level, dropped, raw from runtime_line where worker = 'aw-1' order by at, id",
  );
  expect(rows).toHaveLength(101);
  expect(rows.at(-1)).toEqual({
    ...{ seq: 101, at: new Date(startMs + 1000), stream: 3, level: 4, dropped: 50 },
    raw: "50 lines are missing here: this worker printed more than 10 lines a second (LINES_PER_WORKER_SECOND_MAX)",
  });
  const worker = await pool().query("select line_count::int, dropped_count::int from worker where id = 'aw-1'");
  expect(worker.rows).toEqual([{ line_count: 100, dropped_count: 50 }]);
  const minutes = await pool().query("select sum(dropped_count)::int as n from line_minute");
  expect(minutes.rows).toEqual([{ n: 50 }]);
});

test("sent again, what was dropped is neither stored nor announced a second time", async () => {
  const { body } = await answerOf([workerRecord("aw-1"), ...flood(1, 150, windowStart(3), 10)]);
  expect(body).toMatchObject({ accepted: 0, doubled: 150, dropped: 0 });
});

test("one notice stands for a worker's second, and each second has its own", async () => {
  const startMs = windowStart(6);
  const lines = [...flood(1, 100, startMs, 1), ...flood(101, 30, startMs + 1_000, 100)];
  const { body } = await answerOf([workerRecord("aw-2"), ...lines]);
  expect(body).toMatchObject({ accepted: 100, dropped: 30 });
  const { rows } = await pool().query(
    "select dropped from runtime_line where worker = 'aw-2' and dropped > 0 order by id",
  );
  expect(rows).toEqual([{ dropped: 10 }, { dropped: 10 }, { dropped: 10 }]);
});

test("lines of an outage, sent when it is over, are no flood", async () => {
  const lines = flood(1, 390, windowStart(60), 150);
  expect((await answerOf([workerRecord("aw-3"), ...lines])).body).toMatchObject({ accepted: 390, dropped: 0 });
});

test("all workers of a project share a limit", async () => {
  const startMs = windowStart(100);
  const sent = ["a", "b", "c"].flatMap((name) => [workerRecord(`aw-4${name}`), ...flood(1, 90, startMs, 1)]);
  expect((await answerOf(sent)).body).toMatchObject({ accepted: 250, dropped: 20 });
  const { rows } = await pool().query("select raw from runtime_line where dropped = 20");
  expect(rows[0].raw).toContain("the project's workers printed more than 25 lines a second");
});

test("events are never dropped, and what a sidecar dropped itself is counted", async () => {
  const at = windowStart(200);
  const lines = flood(1, 120, at, 1);
  const events = Array.from({ length: 30 }, (_unused, index) => eventRecord(200 + index, "sidecar", { at: at + 200 }));
  const dropped = eventRecord(300, "dropped", { at: at + 300, count: 77, reason: "the spool was full" });
  const { body } = await answerOf([workerRecord("aw-5"), ...lines, ...events, dropped]);
  expect(body).toMatchObject({ accepted: 131, dropped: 20 });
  const { rows } = await pool().query("select dropped_count::int from worker where id = 'aw-5'");
  expect(rows).toEqual([{ dropped_count: 97 }]);
});

test("a request with too many lines or bytes is refused as a whole, with the limit in words", async () => {
  const many = await answerOf([workerRecord("aw-6"), ...flood(1, 400, Date.now(), 0)]);
  expect(many.status).toBe(413);
  expect(many.body.error.message).toContain("at most 400 lines");
  const large = await answerOf([workerRecord("aw-6"), lineRecord(1, "x".repeat(120_000))]);
  expect(large.status).toBe(413);
  expect((await pool().query("select from worker where id = 'aw-6'")).rowCount).toBe(0);
});

test("figures say what became of all lines", async () => {
  const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: "Bearer devkey:secret" } });
  const text = await answer.text();
  expect(text).toContain('earshot_runtime_lines_total{outcome="doubled"} 150');
  expect(text).toMatch(/earshot_runtime_lines_total\{outcome="dropped"\} 120\n/);
});
