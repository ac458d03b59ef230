import { afterAll, beforeAll, expect, test } from "vitest";
import * as runtimeLines from "@/app/api/v1/runtime-lines/route";
import { indexClosedSegment, keepLineSegments } from "@/background/lines";
import { pool } from "@/lib/db";
import { dropEmptySegments, ensureLineSegments, indexLineSegment } from "@/lib/store/line-segments";
import { openTestDatabase, type TestDatabase } from "../../harness/database";
import { manyLines, postLines, workerRecord } from "../../harness/sent-lines";
import { startServer, type TestServer } from "../../harness/server";

const SEGMENT = 2 ** 18;
const DAY_MS = 86_400_000;

let database: TestDatabase;
let server: TestServer;
let seq = 1;

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startServer({ "/api/v1/runtime-lines": runtimeLines });
});
afterAll(async () => {
  await server.close();
  await database.close();
});

async function post(count: number) {
  const answer = await postLines(server.url, [workerRecord("aw-s"), ...manyLines(seq, count)]);
  expect(answer.status).toBe(200);
  seq += count;
}

async function moveTo(id: number) {
  await pool().query("select setval('runtime_line_id_seq', $1, false)", [id]);
}

async function partitions(): Promise<Record<string, number>> {
  const { rows } = await pool().query<{ part: string; n: number }>(
    "select tableoid::regclass::text as part, count(*)::int as n from runtime_line group by 1 order by 1",
  );
  return Object.fromEntries(rows.map(({ part, n }) => [part, n]));
}

const SHARES = "select segment::int, line_count::int, indexed_at is not null as indexed from line_segment order by 1";

test("a request that fills a segment goes on in the next one, and both are counted", async () => {
  await moveTo(SEGMENT - 30);
  await post(100);
  // One id is taken before the lines' own.
  expect(await partitions()).toEqual({ runtime_line_0: 29, runtime_line_1: 71 });
  const { rows } = await pool().query(SHARES);
  expect(rows).toEqual([
    { segment: 0, line_count: 29, indexed: false },
    { segment: 1, line_count: 71, indexed: false },
  ]);
});

test("segments are made ahead, also when several processes want to", async () => {
  await Promise.all([ensureLineSegments(5), ensureLineSegments(5), keepLineSegments()]);
  const { rows } = await pool().query(
    "select count(*)::int as n from pg_class where relname ~ '^runtime_line_[0-9]+$'",
  );
  // 0 to 8: the current one is 1.
  expect(rows[0].n).toBeGreaterThanOrEqual(7);
});

test("only what is closed is indexed, once it has settled, and searches use the index", async () => {
  const nowMs = Date.now();
  expect(await indexClosedSegment(nowMs)).toEqual({ isMore: false });
  expect((await pool().query(SHARES)).rows[0].indexed).toBe(false);
  await indexClosedSegment(nowMs + 6_000);
  expect((await pool().query(SHARES)).rows.map(({ indexed }) => indexed)).toEqual([true, false]);
  const { rows } = await pool().query("select indexdef from pg_indexes where indexname = 'runtime_line_0_terms'");
  expect(rows[0].indexdef).toContain("gin (terms)");
  expect(await indexClosedSegment(nowMs + 60_000)).toEqual({ isMore: false });
});

test("a build that was killed is done again", async () => {
  await pool().query("drop index runtime_line_0_terms");
  await pool().query("update line_segment set indexed_at = null where segment = 0");
  expect(await indexLineSegment(0)).toBe(true);
  expect((await pool().query(SHARES)).rows[0].indexed).toBe(true);
});

test("intake goes on while a segment is indexed", async () => {
  const client = await pool().connect();
  await client.query("begin");
  await client.query("create index building on runtime_line_0 using gin (terms)");
  await post(10);
  await client.query("rollback");
  client.release();
});

test("at midnight what comes goes to the next segment, once", async () => {
  const before = await partitions();
  const tomorrow = new Date(Date.now() + DAY_MS);
  await keepLineSegments(tomorrow);
  await post(5);
  expect(await partitions()).toEqual({ ...before, runtime_line_2: 5 });
  // The new segment's lines came today: by the same clock it is closed again only tomorrow.
  await keepLineSegments(new Date());
  await post(5);
  expect((await partitions()).runtime_line_2).toBe(10);
});

test("lines for which no segment was made in time are kept, and found a segment later", async () => {
  await moveTo(SEGMENT * 40 + 7);
  await post(20);
  expect((await partitions()).runtime_line_default).toBe(20);
  await moveTo(SEGMENT * 42);
  await ensureLineSegments(2);
  const now = await partitions();
  expect(now.runtime_line_default).toBeUndefined();
  expect(now.runtime_line_40).toBe(20);
});

test("closed segments that hold nothing are dropped, others are not", async () => {
  const before = await partitions();
  expect(await dropEmptySegments()).toBeGreaterThan(0);
  expect(await partitions()).toEqual(before);
  const { rows } = await pool().query(
    "select to_regclass('runtime_line_5') as gone, to_regclass('runtime_line_42') as open",
  );
  expect(rows[0]).toEqual({ gone: null, open: "runtime_line_42" });
});
