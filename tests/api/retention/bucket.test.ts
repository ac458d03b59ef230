import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import S3rver from "s3rver";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runRetention } from "@/background/retention";
import { blobs } from "@/lib/blobs";
import { loadRetentionRun } from "@/lib/query/retention-runs";
import { saveRetentionRun } from "@/lib/store/retention-runs";
import { openTestDatabase, type TestDatabase } from "../../harness/database";
import { insertOldSessions, oldAudioKey } from "../../harness/old-sessions";

// The blobs of a real S3-compatible server; thousands in a folder are in `tests/kill/retention.test.ts`. A list of more than a thousand
// keys of one project would need its continuation tokens, whose cipher OpenSSL 3 knows no more.
const OLD = 700;
const YOUNG = 250;
const OTHERS = 300;
const server = new S3rver({
  port: 0,
  address: "127.0.0.1",
  silent: true,
  directory: mkdtempSync(join(tmpdir(), "earshot-s3-")),
  configureBuckets: [{ name: "recordings", configs: [] }],
});
let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  const { port } = await server.run();
  database = await openTestDatabase({
    S3_BUCKET: "recordings",
    S3_ENDPOINT: `http://127.0.0.1:${port}`,
    S3_ACCESS_KEY_ID: "S3RVER",
    S3_SECRET_ACCESS_KEY: "S3RVER",
  });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { projectId } = database.scope;
  await client.query("insert into project (id, slug, name, session_days) values ('prj_other', 'other', 'Other', 3650)");
  await fill({ projectId, prefix: "AJ_old", count: OLD, endedDaysAgo: 31 });
  await fill({ projectId, prefix: "AJ_young", count: YOUNG, endedDaysAgo: 29 });
  await fill({ projectId: "prj_other", prefix: "AJ_theirs", count: OTHERS, endedDaysAgo: 31 });
});
afterAll(async () => {
  await client?.end();
  await database?.close();
  await server.close();
});

async function fill(sessions: Parameters<typeof insertOldSessions>[1]): Promise<void> {
  await insertOldSessions((text, values) => client.query(text, values), sessions);
  for (let n = 1; n <= sessions.count; n += 50) {
    const some = Array.from({ length: Math.min(50, sessions.count - n + 1) }, (_, index) => n + index);
    await Promise.all(some.map((one) => blobs().put(oldAudioKey(sessions, one), Buffer.from("Oggs"))));
  }
}

async function run(dryRun: boolean) {
  const id = await saveRetentionRun(database.scope, { dryRun, askedBy: "test", now: new Date() });
  await runRetention();
  return loadRetentionRun(database.scope, id);
}

async function filesCount(projectId: string): Promise<number> {
  let count = 0;
  for await (const _file of blobs().list(`recordings/${projectId}`)) count += 1;
  return count;
}

it("of a thousand sessions in a bucket the old ones go, and only those; another project's stay", {
  timeout: 240_000,
}, async () => {
  // Each: session, 3 entries of 10 bytes, 2 turns, recording, search text; a file of 4 bytes.
  const whatGoes = { sessions: OLD, rows: OLD * 8, blobs: OLD, bytes: OLD * (4 + 30) };
  expect(await run(true)).toMatchObject({ failure: null, state: "done", ...whatGoes });
  expect(await filesCount(database.scope.projectId)).toBe(OLD + YOUNG);
  expect(await run(false)).toMatchObject({ failure: null, state: "done", ...whatGoes });

  for (const [table, each] of [
    ["session", 1],
    ["journal_entry", 3],
    ["turn", 2],
    ["recording", 1],
    ["session_text", 1],
  ] as const) {
    const { rows } = await client.query(
      `select count(*) filter (where session_id like 'AJ_old%')::int as old,
        count(*) filter (where session_id like 'AJ_young%')::int as young,
        count(*) filter (where session_id like 'AJ_theirs%')::int as theirs from ${table}`,
    );
    expect([table, rows[0]]).toEqual([table, { old: 0, young: YOUNG * each, theirs: OTHERS * each }]);
  }
  expect(await filesCount(database.scope.projectId)).toBe(YOUNG);
  expect(await filesCount("prj_other")).toBe(OTHERS);
});
