import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { pool } from "@/lib/db";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";

const ID = JOBS["python-clinic"];
const PATH = `/api/v1/sessions/${ID}`;
const ROOT = join(import.meta.dirname, "../../..");
let api: ReadApi;
let folder = "";

beforeAll(async () => {
  api = await openReadApi();
  await api.replay("python-clinic");
  await api.digest([ID]);
  mkdirSync(join(ROOT, "dist"), { recursive: true });
  folder = mkdtempSync(join(ROOT, "dist", "large-"));
  await build({
    absWorkingDir: ROOT,
    entryPoints: { "session-worker": "lib/query/session-worker.ts" },
    outdir: folder,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await api?.close();
  rmSync(folder, { recursive: true, force: true });
});

function runBeside(program: string) {
  vi.stubGlobal("process", Object.create(process, { argv: { value: [process.execPath, join(program, "server.js")] } }));
}

it("answers for a large session from another thread what it answers for a small one from its own", async () => {
  const timeline = await api.getJson<{ spans: { id: string }[]; cursor: string }>(`${PATH}/timeline`);
  const spanId = timeline.spans[0]?.id;
  const record = await api.getJson(`${PATH}/records/${spanId}`);
  // It says of itself that it is large, and that it is another state of the session: of this one records are kept.
  await pool().query("update journal_entry set record_count = 5000, seq = seq + 1000 where session_id = $1", [ID]);

  const broken = mkdtempSync(join(ROOT, "dist", "broken-"));
  writeFileSync(join(broken, "session-worker.js"), "throw new Error('no memory');");
  runBeside(broken);
  const refused = await api.get(`${PATH}/timeline`);
  rmSync(broken, { recursive: true });
  expect([refused.status, await refused.json()]).toMatchObject([503, { error: { code: "unavailable" } }]);

  runBeside(folder);
  const large = await api.getJson<{ cursor: string }>(`${PATH}/timeline`);
  const one = await api.getJson(`${PATH}/records/${spanId}`);
  expect({ ...large, cursor: timeline.cursor }).toEqual(timeline);
  expect(one).toEqual(record);
  const unknown = await api.get(`${PATH}/records/nobody`);
  expect([unknown.status, await unknown.json()]).toMatchObject([404, { error: { code: "not-found" } }]);
});
