import { afterAll, beforeAll, expect, it } from "vitest";
import { proveScope } from "@/lib/access/scopes";
import { encryptSecret } from "@/lib/access/secrets";
import { pool } from "@/lib/db";
import { type SavedView, SessionFilters, type ViewsAnswer } from "@/lib/model/views";
import { saveKey } from "@/lib/store/keys";
import { openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;
const FAILED = { agent: ["booking"], status: ["failed"], hasErrors: true, range: "7d", sort: "-errors" };

beforeAll(async () => {
  api = await openReadApi();
  await pool().query("insert into project (id, slug, name) values ('prj_other', 'other', 'Other')");
  const secretEncrypted = encryptSecret("a-secret-of-its-own");
  await saveKey(proveScope("prj_other"), { id: "other", secretEncrypted, scopes: ["read", "admin"] });
  await saveKey(api.database.scope, { id: "reader", secretEncrypted, scopes: ["read"] });
});
afterAll(() => api?.close());

const OTHER = { authorization: "Bearer other:a-secret-of-its-own" };
const READER = { authorization: "Bearer reader:a-secret-of-its-own" };

async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${api.server.url}/api/v1/views${path}`, {
    method,
    headers: { authorization: "Bearer devkey:secret", "content-type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
}
const list = async (headers = {}) =>
  ((await (await api.get("/api/v1/views", headers)).json()) as ViewsAnswer).views.map(({ name }) => name);

async function create(name: string, more: object = {}): Promise<SavedView> {
  const { status, body } = await send("POST", "", { name, filters: FAILED, ...more });
  expect(status).toBe(201);
  return body;
}

it("a view keeps name, filters and columns, is changed in parts and deleted, and each stands in the audit log", async () => {
  const view = await create("Failed bookings", { columns: ["started", "errors"] });
  expect(view).toMatchObject({
    name: "Failed bookings",
    isDefault: false,
    createdBy: "devkey",
    columns: ["started", "errors"],
  });
  expect(view.filters).toEqual(SessionFilters.parse(FAILED));
  expect(await list()).toEqual(["Failed bookings"]);

  const renamed = await send("PATCH", `/${view.id}`, { name: "Broken bookings" });
  expect(renamed).toMatchObject({ status: 200, body: { name: "Broken bookings", filters: view.filters } });
  const changed = await send("PATCH", `/${view.id}`, { filters: { q: "refund" }, columns: [] });
  expect(changed.body).toMatchObject({ name: "Broken bookings", filters: { q: "refund", agent: [] }, columns: [] });

  expect(await send("DELETE", `/${view.id}`)).toEqual({ status: 204, body: null });
  expect(await list()).toEqual([]);
  const { rows } = await pool().query("select action from audit_entry where target = $1 order by at, id", [view.id]);
  expect(rows.map(({ action }) => action).sort()).toEqual(["view.create", "view.delete", "view.update", "view.update"]);
});

it("a project has one default at most: a new one takes its place", async () => {
  const one = await create("One", { isDefault: true });
  const two = await create("Two", { isDefault: true });
  const defaults = async () =>
    ((await api.getJson<ViewsAnswer>("/api/v1/views")).views ?? [])
      .filter((view) => view.isDefault)
      .map(({ id }) => id);
  expect(await defaults()).toEqual([two.id]);
  await send("PATCH", `/${one.id}`, { isDefault: true });
  expect(await defaults()).toEqual([one.id]);
  await send("PATCH", `/${one.id}`, { isDefault: false });
  expect(await defaults()).toEqual([]);
  await Promise.all([one, two].map(({ id }) => send("DELETE", `/${id}`)));
});

it("409: two views have not one name, and there are not more than fifty", async () => {
  const view = await create("Slow");
  expect((await send("POST", "", { name: " Slow ", filters: {} })).status).toBe(409);
  const other = await create("Slower");
  expect((await send("PATCH", `/${other.id}`, { name: "Slow" })).status).toBe(409);
  for (let n = 0; n < 48; n += 1) await create(`View ${n}`);
  const { status, body } = await send("POST", "", { name: "One too many", filters: {} });
  expect([status, body.error.message]).toEqual([409, expect.stringContaining("50")]);
  await pool().query("delete from saved_view");
  expect(view.id).not.toBe(other.id);
});

it.each([
  [{ filters: {} }, "name"],
  [{ name: "  ", filters: {} }, "name"],
  [{ name: "x", filters: { colour: "red" } }, "colour"],
  [{ name: "x", filters: { sort: "colour" } }, "sort"],
  [{ name: "x", filters: {}, columns: ["<b>"] }, "columns"],
  [{ name: "x", filters: {}, shared: true }, "shared"],
  [{ name: "x", filters: { from: "yesterday" } }, "from"],
])("400 names the wrong field: %j", async (body, word) => {
  const answer = await send("POST", "", body);
  expect([answer.status, answer.body.error.message]).toEqual([400, expect.stringContaining(word)]);
});

it("403: who may only read sees views and changes none", async () => {
  const view = await create("Mine");
  expect(await list(READER)).toEqual(["Mine"]);
  expect((await send("POST", "", { name: "x", filters: {} }, READER)).status).toBe(403);
  expect((await send("PATCH", `/${view.id}`, { name: "x" }, READER)).status).toBe(403);
  expect((await send("DELETE", `/${view.id}`, undefined, READER)).status).toBe(403);
});

it("404 for views of another project, which it neither sees nor changes", async () => {
  const [view] = (await api.getJson<ViewsAnswer>("/api/v1/views")).views;
  expect(await list(OTHER)).toEqual([]);
  expect((await send("PATCH", `/${view?.id}`, { name: "x" }, OTHER)).status).toBe(404);
  expect((await send("DELETE", `/${view?.id}`, undefined, OTHER)).status).toBe(404);
  expect((await send("PATCH", "/view_gone", { name: "x" })).status).toBe(404);
  expect(await list()).toEqual(["Mine"]);
});

it("401 without a key", async () => {
  expect((await send("POST", "", { name: "x", filters: {} }, { authorization: "" })).status).toBe(401);
});
