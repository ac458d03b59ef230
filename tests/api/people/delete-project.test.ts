import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deletingScopes } from "@/lib/access/scopes";
import { config } from "@/lib/config";
import { pool } from "@/lib/db";
import { deleteProject } from "@/lib/retention/delete-project";
import { listProjectTables } from "@/lib/store/project-deletion";
import { fromOurPage, makePerson, type TestPerson } from "../../harness/people";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { replay } from "../../harness/senders";

let api: ReadApi;
let owner: TestPerson;

beforeAll(async () => {
  api = await openReadApi();
  owner = await makePerson({ scope: api.database.scope, role: "owner" });
  await api.replay("python-clinic");
  await api.digest([JOBS["python-clinic"]]);
  await pool().query("insert into project (id, slug, name) values ('prj_kept', 'kept', 'Kept')");
  await pool().query(`insert into audit_entry (project_id, id, actor_kind, actor_id, actor_name, action, target, details)
    values ('prj_kept', 'a', 'system', 'x', 'x', 'x', 'x', '{}')`);
});
afterAll(() => api?.close());

function ask(method: string, path: string, body?: object): Promise<Response> {
  const headers = fromOurPage(api.server.url, owner.cookie);
  return fetch(`${api.server.url}/api/v1${path}`, { method, headers, body: body ? JSON.stringify(body) : null });
}

async function rowsOf(projectId: string): Promise<number> {
  let rows = 0;
  for (const table of await listProjectTables()) {
    const result = await pool().query(`select count(*)::int as count from ${table} where project_id = $1`, [projectId]);
    rows += result.rows[0].count;
  }
  return rows;
}

function filesOf(projectId: string): string[] {
  const folder = join(config().blobDir, "recordings", projectId);
  return existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.includes("."))
    : [];
}

it("wants the slug typed, hides the project at once, refuses its senders, and leaves no row and no file", async () => {
  const { projectId } = api.database.project;
  expect(await rowsOf(projectId)).toBeGreaterThan(20);
  expect(filesOf(projectId)).not.toEqual([]);
  expect((await ask("DELETE", "/project?project=default", { confirm: "Default" })).status).toBe(400);
  const asked = await ask("DELETE", "/project?project=default", { confirm: "default" });
  expect(asked.status).toBe(202);
  expect(await asked.json()).toEqual({ projectId });

  expect((await ask("GET", "/project?project=default")).status).toBe(404);
  expect((await (await ask("GET", "/projects")).json()).projects).toEqual([]);
  expect((await (await ask("GET", `/project-deletions/${projectId}`)).json()).finishedAt).toBeNull();
  expect(await deletingScopes(new Date(Date.now() - 10_000))).toEqual([]);

  const [scope] = await deletingScopes(new Date(Date.now() + 1000));
  if (!scope) throw new Error("nothing to delete");
  await deleteProject(scope);
  expect([await rowsOf(projectId), filesOf(projectId)]).toEqual([0, []]);
  expect((await pool().query("select from project where id = $1", [projectId])).rowCount).toBe(0);
  expect(await rowsOf("prj_kept")).toBe(1);
  const receipt = await (await ask("GET", `/project-deletions/${projectId}`)).json();
  expect(receipt).toMatchObject({ slug: "default", finishedAt: expect.any(String) });
  expect(receipt.rowsDeleted).toBeGreaterThan(20);
  expect(receipt.bytesDeleted).toBeGreaterThan(100_000);
  const stranger = await makePerson();
  const foreign = await fetch(`${api.server.url}/api/v1/project-deletions/${projectId}`, {
    headers: { cookie: stranger.cookie },
  });
  expect(foreign.status).toBe(404);
});

it("its key is nobody's within five seconds", async () => {
  await new Promise((resolve) => setTimeout(resolve, 5_100));
  expect(new Set(await replay(api.server.url, "python-record-false"))).toEqual(new Set([401]));
});
