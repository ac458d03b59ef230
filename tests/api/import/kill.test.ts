import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { proveScope } from "@/lib/access/scopes";
import { blobs } from "@/lib/blobs";
import { config } from "@/lib/config";
import { pool } from "@/lib/db";
import { listOrphanedFiles } from "@/lib/query/session-files";
import { digestSessions, makeProject, postZip } from "../../harness/imports";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";

const DAY_MS = 86_400_000;
const job = JOBS["python-clinic"];
const PROJECT = "prj_there";
const scope = proveScope(PROJECT);
let api: ReadApi;
let there: string;
let zip: Buffer;

beforeAll(async () => {
  api = await openReadApi();
  there = await makeProject(PROJECT);
  await api.replay("python-clinic");
  zip = Buffer.from(await (await api.get(`/api/v1/sessions/${job}/download`)).arrayBuffer());
});
afterAll(() => api?.close());

async function filesOfProject(): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of blobs().list(`recordings/${PROJECT}`)) keys.push(key);
  return keys;
}

async function orphansIn(days: number): Promise<string[]> {
  const found: string[] = [];
  for await (const files of listOrphanedFiles(scope, new Date(Date.now() + days * DAY_MS))) {
    found.push(...files.map(({ key }) => key));
  }
  return found;
}

async function rowCount(): Promise<number> {
  const tables = ["journal_entry", "activity", "session_import", "session"];
  const { rows } = await pool().query(
    `select ${tables.map((table) => `(select count(*) from ${table} where project_id = $1)`).join(" + ")} as n`,
    [PROJECT],
  );
  return Number(rows[0].n);
}

/** Starts the child, and waits until all is written but the end of the transaction. */
async function startImport() {
  const outfile = join("dist", "run", `import-child-${process.pid}.mjs`);
  const entryPoints = ["tests/harness/import-child.ts"];
  const options = { bundle: true, platform: "node", format: "esm", target: "node20", packages: "external" } as const;
  await build({ ...options, entryPoints, outfile, alias: { "@": process.cwd() } });
  const file = join(config().dataDir, "to-import.zip");
  writeFileSync(file, zip);
  const child = spawn(process.execPath, [outfile, PROJECT, file], { stdio: "inherit" });
  for (let left = 600; left > 0; left -= 1) {
    const { rows } = await pool().query<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'",
    );
    if (rows[0]) return { child, backend: rows[0].pid };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the import never came to its end");
}

it("killed before its commit it leaves no row and no upload, and its audio is found by the sweep; the next one goes through", async () => {
  await pool().query(
    "create function wait() returns trigger language plpgsql as $$ begin perform pg_sleep(60); return new; end $$",
  );
  await pool().query("create trigger wait before insert on activity for each row execute function wait()");
  const { child, backend } = await startImport();
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
  // What a database does by itself when its client is gone and it next looks.
  await pool().query("select pg_terminate_backend($1)", [backend]);
  await pool().query("drop trigger wait on activity");

  expect(await rowCount()).toBe(0);
  expect(readdirSync(join(config().dataDir, "imports"))).toEqual([]);
  const left = await filesOfProject();
  expect(left).toHaveLength(1);
  // A sweep looks at files of two days ago.
  expect(await orphansIn(-2)).toEqual([]);
  expect(await orphansIn(3)).toEqual(left);

  const answer = await postZip(api.server.url, there, zip);
  expect([answer.status, await answer.json()]).toEqual([201, { sessionId: job }]);
  // Its own audio is nobody's orphan, before and after its first digest.
  expect(await orphansIn(3)).toEqual(left);
  await digestSessions(PROJECT, [job]);
  expect(await orphansIn(3)).toEqual(left);
  expect(await filesOfProject()).toHaveLength(2);
}, 90_000);
