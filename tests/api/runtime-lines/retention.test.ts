import { afterAll, beforeAll, expect, test } from "vitest";
import * as runtimeLines from "@/app/api/v1/runtime-lines/route";
import { runRetention } from "@/background/retention";
import { pool } from "@/lib/db";
import type { Taken } from "@/lib/model/retention";
import { deleteProject } from "@/lib/retention/delete-project";
import { purgeJobLines, sweepLines } from "@/lib/retention/lines";
import { openTestDatabase, type TestDatabase } from "../../harness/database";
import { lineRecord, postLines, workerRecord } from "../../harness/sent-lines";
import { startServer, type TestServer } from "../../harness/server";

const DAY_MS = 86_400_000;
const SEGMENT = 2 ** 18;

let database: TestDatabase;
let server: TestServer;
const seqs = new Map<string, number>();

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startServer({ "/api/v1/runtime-lines": runtimeLines });
});
afterAll(async () => {
  await server.close();
  await database.close();
});

/** Lines of that age, 12 characters each. */
async function post(worker: string, count: number, ageDays: number, raw = "twelve bytes") {
  const from = seqs.get(worker) ?? 1;
  seqs.set(worker, from + count);
  const at = Date.now() - ageDays * DAY_MS;
  const lines = Array.from({ length: count }, (_unused, index) => lineRecord(from + index, raw, { at }));
  const answer = await postLines(server.url, [workerRecord(worker, { startedAt: at }), ...lines]);
  expect(await answer.json()).toMatchObject({ accepted: count });
}

async function nextSegment() {
  await pool().query(
    "select setval('runtime_line_id_seq', ((last_value >> 18) + 1) << 18, false) from runtime_line_id_seq",
  );
  await pool().query("select ensure_line_segments(3)");
}

async function sweep(days: number, isDry: boolean): Promise<Taken> {
  const sum: Taken = { sessions: 0, rows: 0, blobs: 0, bytes: 0 };
  const now = new Date();
  await setDays(days);
  await sweepLines(database.scope, {
    ...{ now, cutoff: new Date(now.getTime() - days * DAY_MS), isDry },
    onStep: async ({ rows, bytes }) => {
      sum.rows += rows;
      sum.bytes += bytes;
    },
  });
  // Intake believes no time that is older.
  await setDays(90);
  return sum;
}

async function setDays(days: number) {
  await pool().query("update project set line_days = $2 where id = $1", [database.scope.projectId, days]);
}

async function ages(): Promise<number[]> {
  const { rows } = await pool().query(
    "select distinct round(extract(epoch from now() - at) / 86400)::int as age from runtime_line",
  );
  return rows.map(({ age }) => age).sort((a, b) => a - b);
}

async function isThere(segment: number): Promise<boolean> {
  return (await pool().query("select to_regclass($1) is not null as there", [`runtime_line_${segment}`])).rows[0].there;
}

test("a dry run counts what is too old and takes nothing; a real one takes exactly that", async () => {
  await post("aw-old", 40, 60);
  await pool().query("update worker set last_seen_at = now() - interval '60 days'");
  await nextSegment();
  await post("aw-both", 7, 50);
  await post("aw-both", 5, 1);
  // 47 lines, the rows of one worker and of two minutes.
  expect(await sweep(30, true)).toMatchObject({ rows: 47 + 3, bytes: 47 * 12 });
  expect(await ages()).toEqual([1, 50, 60]);
  expect(await isThere(0)).toBe(true);
  expect(await sweep(30, false)).toMatchObject({ rows: 47 + 3, bytes: 47 * 12 });
  expect(await ages()).toEqual([1]);
  expect(await isThere(0), "a segment that nobody needs goes as a whole").toBe(false);
  expect((await pool().query("select id from worker")).rows).toEqual([{ id: "aw-both" }]);
  expect((await pool().query("select segment::int, line_count::int, size_bytes::int from line_segment")).rows).toEqual([
    { segment: 1, line_count: 5, size_bytes: 60 },
  ]);
  expect((await pool().query("select sum(line_count)::int as n from line_minute")).rows).toEqual([{ n: 5 }]);
  expect(await sweep(30, false)).toEqual({ sessions: 0, rows: 0, blobs: 0, bytes: 0 });
});

test("a segment in which another project still wants its lines stays, without those that are too old", async () => {
  await pool().query("insert into project (id, slug, name) values ('other', 'other', 'Other')");
  await nextSegment();
  await post("aw-shared", 10, 60);
  const { rows } = await pool().query("select (last_value >> 18)::int as segment from runtime_line_id_seq");
  const segment = rows[0].segment as number;
  await pool().query(
    `insert into runtime_line (project_id, at, worker, stream, raw, terms) values ('other', now() - interval '60 days', 'w', 1, 'theirs', '')`,
  );
  await pool().query(
    "insert into line_segment values ('other', $1, now() - interval '60 days', now() - interval '60 days', 1, 6, null)",
    [segment],
  );
  await nextSegment();
  await sweep(30, false);
  expect(await isThere(segment)).toBe(true);
  expect(
    (await pool().query("select project_id from runtime_line where at < now() - interval '30 days'")).rows,
  ).toEqual([{ project_id: "other" }]);
});

test("the run that somebody asks for sweeps lines by the project's own days, and says how many", async () => {
  await post("aw-run", 30, 80);
  await setDays(20);
  await pool().query(
    "insert into retention_run (id, project_id, state, asked_by, dry_run, cutoff_at, started_at) values ('run-1', $1, 'running', 'me', false, now(), now())",
    [database.scope.projectId],
  );
  await runRetention();
  const { rows } = await pool().query(
    "select rows::int as n, ended_at is not null as ended from retention_run where id = 'run-1'",
  );
  expect(rows[0].ended).toBe(true);
  expect(rows[0].n).toBeGreaterThanOrEqual(30);
  expect(await ages()).toContain(1);
  expect((await pool().query("select from runtime_line where worker = 'aw-run'")).rowCount).toBe(0);
  await setDays(90);
});

test("what a deleted session's job printed goes with it, in every segment; its neighbours' lines stay", async () => {
  const line = (job: string) => JSON.stringify({ level: "INFO", message: "words", job_id: job });
  await post("aw-jobs", 6, 3, line("AJ_gone"));
  await nextSegment();
  await post("aw-jobs", 4, 2, line("AJ_gone"));
  await post("aw-jobs", 5, 2, line("AJ_stays"));
  const bytes = 10 * line("AJ_gone").length;
  expect(await purgeJobLines(database.scope, ["AJ_gone"], true)).toEqual({ rows: 10, bytes });
  // And the row that says which worker had the job.
  expect(await purgeJobLines(database.scope, ["AJ_gone"], false)).toEqual({ rows: 11, bytes });
  const left = await pool().query(
    "select session_id, count(*)::int as n from runtime_line where worker = 'aw-jobs' group by 1",
  );
  expect(left.rows).toEqual([{ session_id: "AJ_stays", n: 5 }]);
  const counted = await pool().query(
    "select (select sum(line_count) from line_minute)::int as minutes, (select count(*) from runtime_line where project_id <> 'other')::int as lines",
  );
  expect(counted.rows[0].minutes).toBe(counted.rows[0].lines);
});

test("a deleted project leaves no line, worker or job behind", async () => {
  await pool().query("update project set deleting_at = now() where id = $1", [database.scope.projectId]);
  await pool().query("insert into project_deletion (project_id, slug, name, asked_by) values ($1, 'x', 'X', 'me')", [
    database.scope.projectId,
  ]);
  await deleteProject(database.scope);
  for (const table of ["runtime_line", "line_segment", "line_minute", "worker", "worker_job"]) {
    const { rowCount } = await pool().query(`select from ${table} where project_id = $1`, [database.scope.projectId]);
    expect(rowCount, table).toBe(0);
  }
  expect(SEGMENT).toBe(262_144);
});
