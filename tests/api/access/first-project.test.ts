import { afterAll, beforeAll, expect, it } from "vitest";
import { browserCookieHeader, hasBrowserCookie } from "@/lib/access/browser-cookie";
import { ensureFirstProject } from "@/lib/access/projects";
import { authenticateReader } from "@/lib/access/reader";
import { allScopes } from "@/lib/access/scopes";
import { pool } from "@/lib/db";
import { openTestDatabase, type TestDatabase } from "../../harness/database";

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

it("a reader is known by his pair, or by the cookie of a page", async () => {
  const [scope] = await allScopes();
  expect(await authenticateReader(asking({ authorization: "Bearer devkey:secret" }))).toMatchObject({
    scope,
    actor: { kind: "key", id: "devkey", name: "devkey" },
    rights: new Set(["read", "hear", "write", "manage", "own"]),
  });
  const cookie = (await browserCookieHeader()).split(";")[0] ?? "";
  expect(await authenticateReader(asking({ cookie: `other=1; ${cookie}` }))).toMatchObject({ scope });
  expect(await authenticateReader(asking({ cookie }, "project=default"))).toMatchObject({ scope });
});

it.each([
  ["nothing", {}, "unauthenticated"],
  ["a wrong secret", { authorization: "Bearer devkey:other" }, "unauthenticated"],
  ["an agent's token", { authorization: "Bearer a.b.c" }, "unauthenticated"],
  ["a made-up cookie", { cookie: "earshot_browser=abc.def" }, "unauthenticated"],
])("refuses a reader with %s", async (_name, headers, code) => {
  await expect(authenticateReader(asking(headers as Record<string, string>))).rejects.toMatchObject({ code });
});

it("a cookie names only projects that there are, and must say which when there are several", async () => {
  const cookie = (await browserCookieHeader()).split(";")[0] ?? "";
  await expect(authenticateReader(asking({ cookie }, "project=none"))).rejects.toMatchObject({ code: "not-found" });
  await pool().query("insert into project (id, slug, name) values ('prj_2', 'second', 'Second')");
  await expect(authenticateReader(asking({ cookie }))).rejects.toMatchObject({ code: "invalid" });
  expect(await authenticateReader(asking({ cookie }, "project=second"))).toMatchObject({
    scope: { projectId: "prj_2" },
  });
});

it("the cookie is for this server's own pages only, and grows old", async () => {
  const header = await browserCookieHeader(Date.now() - 31 * 24 * 3600 * 1000);
  expect(header).toMatch(/HttpOnly; SameSite=Strict; Path=\//);
  expect(await hasBrowserCookie(header.split(";")[0] ?? "")).toBe(false);
});

it("a key without the scope that is needed is forbidden", async () => {
  await pool().query("update api_key set scopes = '{ingest,read}'");
  await new Promise((resolve) => setTimeout(resolve, 5100));
  const call = asking({ authorization: "Bearer devkey:secret" });
  await expect(authenticateReader(call, "manage")).rejects.toMatchObject({ code: "forbidden" });
});
