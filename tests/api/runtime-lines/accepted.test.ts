import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as runtimeLines from "@/app/api/v1/runtime-lines/route";
import { pool } from "@/lib/db";
import type { Line, RuntimeLinesAnswer } from "@/lib/model/lines";
import { JOIN_WORKER, LINE_COLUMNS, type LineRow, toLine, toStoredLine } from "@/lib/query/line-rows";
import { openTestDatabase, type TestDatabase } from "../../harness/database";
import { bearerToken } from "../../harness/senders";
import { eventRecord, lineRecord, manyLines, ndjson, postLines, workerRecord } from "../../harness/sent-lines";
import { startServer, type TestServer } from "../../harness/server";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startServer({ "/api/v1/runtime-lines": runtimeLines });
});
afterAll(async () => {
  await server.close();
  await database.close();
});

async function post(...sent: Parameters<typeof postLines> extends [string, ...infer Rest] ? Rest : never) {
  const answer = await postLines(server.url, ...sent);
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as RuntimeLinesAnswer;
}

async function stored(worker: string): Promise<Line[]> {
  const { rows } = await pool().query<LineRow>(
    `select ${LINE_COLUMNS} from runtime_line l ${JOIN_WORKER} where l.worker = $1 order by l.id`,
    [worker],
  );
  return rows.map((row) => toLine(toStoredLine(row)));
}

async function workerRow(id: string) {
  const { rows } = await pool().query("select * from worker where id = $1", [id]);
  return rows[0];
}

test("lines of a sidecar are stored as they were printed, with what they say and whose they are", async () => {
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const log = readFileSync("tests/fixtures/python-1.3.12-clinic/worker.log", "utf8").trimEnd();
  const raw = log.replaceAll("2026-11-21", yesterday).split("\n");
  const at = Date.now() - 5_000;
  const answer = await post([
    workerRecord("aw-1", { startedAt: at }),
    ...raw.map((text, index) => lineRecord(index + 1, text, { at: at + index })),
  ]);
  expect(answer).toEqual({ accepted: raw.length, doubled: 0, dropped: 0, rejected: [] });
  const lines = await stored("aw-1");
  expect(lines.map((line) => line.raw)).toEqual(raw);
  // What the lines say of their own time is a day ago: it counts, for a file may be read later than it was written.
  expect(lines[0]).toMatchObject({
    ...{ agent: "receptionist", deployment: "v1", worker: "aw-1", host: "pod-1", stream: "stdout", seq: 1 },
    ...{ level: "info", message: "starting worker", logger: "livekit.agents", at: `${yesterday}T12:16:07.693Z` },
    fields: { version: "1.3.12", "rtc-version": "1.0.23" },
  });
  const failed = lines.find(({ message }) => message === "insurance lookup failed");
  expect(failed).toMatchObject({ level: "error", sessionId: "AJ_ytdffoLoU9nf" });
  expect(failed?.exception).toContain("TimeoutError");
  expect(await workerRow("aw-1")).toMatchObject({
    ...{ agent: "receptionist", deployment: "v1", host: "pod-1", pid: 42, sender: "sidecar" },
    ...{ sender_version: "earshot-sidecar/1.0", livekit_id: "AW_9zcMryaTepS3", line_count: String(raw.length) },
    // It says "draining worker" and "shutting down worker" in the end.
    state: "draining",
  });
  const jobs = await pool().query("select job_id, room_id, room_name, state, error_count, last_error from worker_job");
  expect(jobs.rows).toEqual([
    {
      ...{ job_id: "AJ_ytdffoLoU9nf", room_id: "RM_TXmCqEbWiPAY", room_name: "clinic-1795263372" },
      ...{ state: "ended", error_count: "3", last_error: expect.stringMatching(/^evaluation failed: ImportError: /) },
    },
  ]);
});

test("the same lines sent again are doubled, in whatever order and cut they come", async () => {
  const first = await post([workerRecord("aw-2"), ...manyLines(1, 50)]);
  expect(first.accepted).toBe(50);
  expect(await post([workerRecord("aw-2"), ...manyLines(41, 30)])).toMatchObject({ accepted: 20, doubled: 10 });
  expect(await post([workerRecord("aw-2"), ...manyLines(101, 10)])).toMatchObject({ accepted: 10, doubled: 0 });
  // The hole in between, from its end to its beginning, twice.
  const hole = manyLines(71, 30).reverse();
  expect(await post([workerRecord("aw-2"), ...hole, ...hole])).toMatchObject({ accepted: 30, doubled: 30 });
  const seqs = (await stored("aw-2")).map(({ seq }) => seq).sort((a, b) => Number(a) - Number(b));
  expect(seqs).toEqual(Array.from({ length: 110 }, (_unused, index) => index + 1));
  expect((await workerRow("aw-2")).seen).toBe("{[1,111)}");
});

test("requests at the same time store each line once", async () => {
  const bodies = Array.from({ length: 12 }, (_unused, index) => manyLines(1 + index * 40, 60));
  const answers = await Promise.all(bodies.map((lines) => post([workerRecord("aw-3"), ...lines])));
  expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(500);
  expect(answers.reduce((sum, { doubled }) => sum + doubled, 0)).toBe(220);
  expect((await stored("aw-3")).length).toBe(500);
});

test("a record that cannot be taken is named with its place, and loses none of its neighbours", async () => {
  const good = lineRecord(1, "good");
  const body = [
    JSON.stringify(good),
    "{half",
    "[]",
    JSON.stringify(workerRecord("aw-4")),
    JSON.stringify(good),
    JSON.stringify({ ...good, seq: 0 }),
    JSON.stringify({ ...good, seq: 2, stream: "stdin" }),
    JSON.stringify({ ...good, seq: 2, at: "now" }),
    JSON.stringify({ ...good, seq: 2, raw: 7 }),
    "",
    JSON.stringify(workerRecord("white space")),
    JSON.stringify({ ...good, seq: 3 }),
  ].join("\n");
  const answer = await post(body);
  expect(answer).toMatchObject({ accepted: 1, doubled: 0 });
  expect(answer.rejected.map(({ index }) => index)).toEqual([0, 1, 2, 5, 6, 7, 8, 9, 10]);
  expect(answer.rejected[1]?.reason).toBe("It is not JSON.");
  expect(await stored("aw-4")).toHaveLength(1);
});

test("gzip, tokens of SDKs and a batch without lines are taken", async () => {
  const sent = { "content-encoding": "gzip", authorization: bearerToken() };
  const answer = await post(new Uint8Array(gzipSync(ndjson([workerRecord("aw-5"), ...manyLines(1, 3)]))), sent);
  expect(answer.accepted).toBe(3);
  const before = (await workerRow("aw-5")).last_seen_at as Date;
  expect(await post([workerRecord("aw-5", { lastError: "spool is full" })])).toMatchObject({ accepted: 0 });
  const after = await workerRow("aw-5");
  expect(after.last_seen_at.getTime()).toBeGreaterThan(before.getTime());
  expect(after.last_error).toBe("spool is full");
});

test("zero bytes, bytes that are no UTF-8 and halves of characters become U+FFFD, and nothing else is lost", async () => {
  const record = JSON.stringify(lineRecord(1, "a\0b\ud800c"));
  const broken = Buffer.concat([Buffer.from('{"type":"line","seq":2,"at":'), Buffer.from(String(Date.now()))]);
  const rest = Buffer.concat([
    Buffer.from(',"stream":"stdout","raw":"x'),
    Buffer.from([0xff, 0xc3]),
    Buffer.from('y"}\n'),
  ]);
  const body = Buffer.concat([Buffer.from(ndjson([workerRecord("aw-6")])), Buffer.from(`${record}\n`), broken, rest]);
  expect(await post(new Uint8Array(body))).toMatchObject({ accepted: 2, rejected: [] });
  expect((await stored("aw-6")).map(({ raw }) => raw)).toEqual(["a\uFFFDb\uFFFDc", "x\uFFFD\uFFFDy"]);
});

test("backslashes, tabs, line breaks and quotes come back as they were", async () => {
  const raw = ["\\N", "a\tb\\tc\r\nd\\\\", "it's 'quoted' \\' \"so\" : *", "\\.", "", "emoji 🦜 日本語"];
  await post([workerRecord("aw-7", { agent: "a'b\\c d" }), ...raw.map((text, index) => lineRecord(index + 1, text))]);
  const lines = await stored("aw-7");
  expect(lines.map((line) => line.raw)).toEqual(raw);
  expect(lines[0]?.agent).toBe("a'b\\c d");
});

test("a line that is too long is cut at a whole character, and says how much is missing", async () => {
  await post([workerRecord("aw-8"), lineRecord(1, `x${"é".repeat(200_000)}`)]);
  const [line] = await stored("aw-8");
  expect(Buffer.byteLength(line?.raw ?? "")).toBe(262_143);
  expect(line?.raw.endsWith("é")).toBe(true);
  expect(line?.fields).toEqual({ "earshot.cut_bytes": 400_001 - 262_143 });
});

test("a time that cannot be right becomes ours, and the line says what was sent", async () => {
  const years = Date.now() - 400 * 86_400_000;
  const ahead = Date.now() + 2 * 3_600_000;
  await post([workerRecord("aw-9"), lineRecord(1, "old", { at: years }), lineRecord(2, "ahead", { at: ahead })]);
  for (const [index, sent] of [years, ahead].entries()) {
    const line = (await stored("aw-9"))[index];
    expect(Math.abs(Date.parse(line?.at ?? "") - Date.now())).toBeLessThan(10_000);
    expect(line?.fields).toEqual({ "earshot.sent_at": new Date(sent).toISOString() });
  }
});

test("events tell how a run goes, whatever order they come in", async () => {
  await post([workerRecord("aw-10"), eventRecord(1, "started")]);
  expect(await workerRow("aw-10")).toMatchObject({ state: "starting" });
  const job = JSON.stringify({ message: "received job request", level: "INFO", job_id: "AJ_10", room_id: "RM_10" });
  const exited = eventRecord(4, "exited", { code: 1, at: 1_795_270_000_000, lastLines: ["KeyError: 1"] });
  await post([workerRecord("aw-10"), lineRecord(2, job), exited]);
  await post([workerRecord("aw-10"), eventRecord(3, "draining")]);
  const row = await workerRow("aw-10");
  expect(row).toMatchObject({ state: "crashed", exit_code: 1, exit_signal: null });
  const { rows } = await pool().query("select state from worker_job where job_id = 'AJ_10'");
  expect(rows).toEqual([{ state: "failed" }]);
  const event = (await stored("aw-10")).find(({ fields }) => fields.event === "exited");
  expect(event).toMatchObject({
    stream: "system",
    level: "error",
    message: "It exited.",
    fields: { code: 1, lastLines: ["KeyError: 1"] },
  });
  await post([workerRecord("aw-11"), eventRecord(1, "exited", { signal: "SIGTERM" })]);
  expect(await workerRow("aw-11")).toMatchObject({ state: "exited", exit_signal: "SIGTERM" });
  await post([workerRecord("aw-12"), eventRecord(1, "exited", { signal: "SIGSEGV" })]);
  expect(await workerRow("aw-12")).toMatchObject({ state: "crashed", exit_signal: "SIGSEGV" });
});

test("how far a clock is off is told by requests that come at once", async () => {
  await post([workerRecord("aw-13", { sentAt: Date.now() - 300_000 })]);
  await post([workerRecord("aw-13", { sentAt: Date.now() - 4_000 })]);
  const row = await workerRow("aw-13");
  expect(row.clock_offset_ms).toBeLessThan(-3_900);
  expect(row.clock_offset_ms).toBeGreaterThan(-10_000);
  await post([workerRecord("aw-13", { sentAt: Date.now() - 64_000 })]);
  expect((await workerRow("aw-13")).clock_offset_ms).toBeGreaterThan(-16_000);
});

test("what is stored is counted by minute, level and segment", async () => {
  const count = "select coalesce(sum(line_count), 0)::int as n from";
  const lines = await pool().query("select count(*)::int as n from runtime_line");
  for (const table of ["line_minute", "line_segment"]) {
    expect((await pool().query(`${count} ${table}`)).rows, table).toEqual(lines.rows);
  }
  const byLevel = "select level, sum(line_count)::int as n from line_minute group by level order by level";
  const really = "select coalesce(level, 0) as level, count(*)::int as n from runtime_line group by 1 order by 1";
  expect((await pool().query(byLevel)).rows).toEqual((await pool().query(really)).rows);
  const outside = `select count(*)::int as n from runtime_line l left join line_segment s
    on s.project_id = l.project_id and s.segment = l.id >> 18 and l.at between s.min_at and s.max_at where s.segment is null`;
  expect((await pool().query(outside)).rows).toEqual([{ n: 0 }]);
});
