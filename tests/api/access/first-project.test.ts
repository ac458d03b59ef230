import { afterAll, beforeAll, expect, it } from "vitest";
import { ensureFirstProject } from "@/lib/access/projects";
import { authenticateReader } from "@/lib/access/reader";
import { allScopes, proveScope } from "@/lib/access/scopes";
import { pool } from "@/lib/db";
import { openTestDatabase, type TestDatabase } from "../../harness/database";
import { makePerson } from "../../harness/people";

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await database.close();
});

function asking(headers: Record<string, string>, query = "") {
  return { header: (name: string) => headers[name] ?? null, query: new URLSearchParams(query) };
}

it("processes that start at once make one project with one pair", async () => {
  await pool().query("delete from project");
  const made = await Promise.all(Array.from({ length: 5 }, () => ensureFirstProject()));
  expect(new Set(made.map(({ projectId }) => projectId)).size).toBe(1);
  expect(made[0]).toMatchObject({ slug: "default", apiKey: "devkey", apiSecret: "secret" });
  expect((await pool().query("select * from api_key")).rows).toHaveLength(1);
});

it("the secret is not in the database as text", async () => {
  const { rows } = await pool().query("select secret_encrypted from api_key");
  expect(rows[0].secret_encrypted.includes("secret")).toBe(false);
});

it("the pair of the settings is put right on an installation that has another secret", async () => {
  await pool().query("update api_key set scopes = '{read}', revoked_at = now()");
  await ensureFirstProject();
  const { rows } = await pool().query("select scopes, revoked_at from api_key");
  expect(rows).toEqual([{ scopes: ["ingest", "read", "admin"], revoked_at: null }]);
});

it("a reader is known by his pair, or by the login of his browser", async () => {
  const [scope] = await allScopes();
  if (!scope) throw new Error("no project");
  expect(await authenticateReader(asking({ authorization: "Bearer devkey:secret" }))).toMatchObject({
    scope,
    actor: { kind: "key", id: "devkey", name: "devkey" },
    rights: new Set(["send", "read", "hear", "write", "manage", "own"]),
  });
  const { id, cookie } = await makePerson({ scope, role: "member", mayHear: false });
  const reader = { scope, actor: { kind: "user", id }, rights: new Set(["read", "write", "send"]) };
  expect(await authenticateReader(asking({ cookie: `other=1; ${cookie}` }))).toMatchObject(reader);
  expect(await authenticateReader(asking({ cookie }))).toMatchObject(reader);
  expect(await authenticateReader(asking({ cookie }, "project=default"))).toMatchObject(reader);
});

it.each([
  ["nothing", {}, "unauthenticated"],
  ["a wrong secret", { authorization: "Bearer devkey:other" }, "unauthenticated"],
  ["an agent's token", { authorization: "Bearer a.b.c" }, "unauthenticated"],
  ["a made-up cookie", { cookie: `earshot_login=${"x".repeat(43)}` }, "unauthenticated"],
])("refuses a reader with %s", async (_name, headers, code) => {
  await expect(authenticateReader(asking(headers as Record<string, string>))).rejects.toMatchObject({ code });
});

it("a person opens only projects that are his, and must say which when there are several", async () => {
  const first = (await allScopes())[0];
  if (!first) throw new Error("no project");
  await pool().query("insert into project (id, slug, name) values ('prj_2', 'second', 'Second')");
  const stranger = await makePerson({ scope: first, role: "owner" });
  const both = await makePerson({ scope: first, role: "viewer" }, { scope: proveScope("prj_2"), role: "owner" });
  for (const slug of ["none", "second"]) {
    const call = asking({ cookie: stranger.cookie }, `project=${slug}`);
    await expect(authenticateReader(call)).rejects.toMatchObject({ code: "not-found" });
  }
  await expect(authenticateReader(asking({ cookie: both.cookie }))).rejects.toMatchObject({ code: "invalid" });
  expect(await authenticateReader(asking({ cookie: both.cookie }, "project=second"))).toMatchObject({
    scope: { projectId: "prj_2" },
  });
  await expect(authenticateReader(asking({ cookie: both.cookie }, "project=default"), "own")).rejects.toMatchObject({
    code: "forbidden",
  });
});

it("a key without the scope that is needed is forbidden", async () => {
  await pool().query("update api_key set scopes = '{ingest,read}'");
  await new Promise((resolve) => setTimeout(resolve, 5100));
  const call = asking({ authorization: "Bearer devkey:secret" });
  await expect(authenticateReader(call, "manage")).rejects.toMatchObject({ code: "forbidden" });
});
