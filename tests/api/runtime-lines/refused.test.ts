import { gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as runtimeLines from "@/app/api/v1/runtime-lines/route";
import { findKey } from "@/lib/access/key-table";
import { pool } from "@/lib/db";
import { openTestDatabase, type TestDatabase } from "../../harness/database";
import { sign } from "../../harness/senders";
import { lineRecord, manyLines, ndjson, postLines, workerRecord } from "../../harness/sent-lines";
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

const good = [workerRecord("aw-r"), lineRecord(1, "words")];

async function count(): Promise<number> {
  return (await pool().query("select count(*)::int as n from runtime_line")).rows[0].n;
}

test.each([
  ["no token", ""],
  ["a token signed with another secret", `Bearer ${sign({}, "other")}`],
  ["a token without the grant", `Bearer ${sign({ observability: undefined })}`],
  ["a wrong secret", "Bearer devkey:wrong"],
  ["an unknown key", "Bearer nobody:secret"],
])("answers %s with 401 and stores nothing", async (_what, authorization) => {
  const answer = await postLines(server.url, good, { authorization });
  expect(answer.status).toBe(401);
  expect((await answer.json()).error.code).toBe("unauthenticated");
  expect(await count()).toBe(0);
});

test("answers a key that may only read with 403", async () => {
  await pool().query("update api_key set scopes = '{read}' where id = 'devkey'");
  // What is known of a key is believed for five seconds; a time after those asks anew.
  await findKey("devkey", Date.now() + 10_000);
  expect((await postLines(server.url, good)).status).toBe(403);
  await pool().query("update api_key set scopes = '{ingest,read,admin}' where id = 'devkey'");
  await findKey("devkey", Date.now() + 20_000);
});

test("answers what it does not understand with 415 and broken bodies with 400", async () => {
  expect((await postLines(server.url, good, { "content-type": "text/csv" })).status).toBe(415);
  expect((await postLines(server.url, good, { "content-encoding": "br" })).status).toBe(415);
  expect((await postLines(server.url, good, { "content-encoding": "gzip" })).status).toBe(400);
  expect((await postLines(server.url, "[{", { "content-type": "application/json" })).status).toBe(400);
  const protobuf = await postLines(server.url, new Uint8Array([0x0a, 0xff]), {
    "content-type": "application/x-protobuf",
  });
  expect(protobuf.status).toBe(400);
  expect(protobuf.headers.get("content-type")).toBe("application/x-protobuf");
});

test("a gzip bomb is refused by what it would inflate to", async () => {
  const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024, 0x20));
  expect((await postLines(server.url, new Uint8Array(bomb), { "content-encoding": "gzip" })).status).toBe(413);
});

test("lines are taken while the project records no sessions: they are not of sessions", async () => {
  await pool().query("update project set record_sessions = false");
  await findKey("devkey", Date.now() + 30_000);
  expect((await postLines(server.url, [workerRecord("aw-off"), lineRecord(1, "x")])).status).toBe(200);
  await pool().query("update project set record_sessions = true");
  await findKey("devkey", Date.now() + 40_000);
});

test("lines go to the project of the key, whatever they say, and the same worker id elsewhere is another worker", async () => {
  const before = await count();
  await pool().query(
    "insert into project (id, slug, name) values ('p2', 'p2', 'Two'); update api_key set project_id = 'p2' where id = 'devkey'",
  );
  await findKey("devkey", Date.now() + 50_000);
  const lines = [workerRecord("aw-off"), lineRecord(1, "theirs", { projectId: database.scope.projectId })];
  expect(await (await postLines(server.url, lines)).json()).toMatchObject({ accepted: 1, doubled: 0 });
  const { rows } = await pool().query("select project_id from runtime_line where raw = 'theirs'");
  expect(rows).toEqual([{ project_id: "p2" }]);
  expect(await count()).toBe(before + 1);
  await pool().query("update api_key set project_id = $1 where id = 'devkey'", [database.scope.projectId]);
  await findKey("devkey", Date.now() + 60_000);
});

test("while the database does not write, senders are asked to come again; then each line is there once", async () => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const body = ndjson([workerRecord("aw-down"), ...manyLines(1, 40)]);
  // Ends everybody's connection in the midst of their work, which waits for the project's lock.
  await client.query(`begin; select pg_advisory_xact_lock(7013, hashtext('${database.scope.projectId}'))`);
  const cut = postLines(server.url, body);
  await waitForWaiting(client);
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  const answer = await cut;
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  await client.query("rollback");
  expect(await (await postLines(server.url, body)).json()).toMatchObject({ accepted: 40, doubled: 0 });
  expect(await (await postLines(server.url, body)).json()).toMatchObject({ accepted: 0, doubled: 40 });
  await client.end();
});

async function waitForWaiting(client: pg.Client): Promise<void> {
  for (;;) {
    const { rowCount } = await client.query("select from pg_locks where locktype = 'advisory' and not granted");
    if (rowCount) return;
  }
}
