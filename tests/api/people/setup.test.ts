import { afterAll, beforeAll, expect, it } from "vitest";
import { prepareSetup } from "@/lib/access/setup";
import { pool } from "@/lib/db";
import { fromOurPage } from "../../harness/people";
import { openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;
const owner = { name: "Ada", email: "Ada@Example.com ", password: "long enough to be one" };

beforeAll(async () => {
  api = await openReadApi();
});
afterAll(() => api?.close());

function setUp(body: object): Promise<Response> {
  const headers = fromOurPage(api.server.url, "");
  return fetch(`${api.server.url}/api/v1/setup`, { method: "POST", headers, body: JSON.stringify(body) });
}

it("on this machine alone, start asks for no code", async () => {
  expect(await prepareSetup()).toBe("");
  const state = await fetch(`${api.server.url}/api/v1/setup`);
  expect(await state.json()).toEqual({ isOpen: true, needsCode: false });
});

it("is 400 and names what is wrong", async () => {
  const answer = await setUp({ name: "", email: "nobody", password: "short", admin: true });
  expect(answer.status).toBe(400);
  const { error } = await answer.json();
  for (const word of ["name", "email", "password", "10 characters", "admin"]) expect(error.message).toContain(word);
});

it("of two at the same moment one becomes the owner of all projects, logged in; then it is closed", async () => {
  const answers = await Promise.all([setUp(owner), setUp({ ...owner, email: "eve@example.com" })]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect((await setUp(owner)).status).toBe(409);
  expect(await prepareSetup()).toBeNull();
  const cookie = answers.find(({ status }) => status === 201)?.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/^earshot_login=[\w-]{43}; HttpOnly; SameSite=Lax; Path=\/; Max-Age=2592000$/);
  const me = await fetch(`${api.server.url}/api/v1/me`, { headers: { cookie: cookie.split(";")[0] ?? "" } });
  expect((await me.json()).projects).toMatchObject([{ slug: "default", role: "owner", mayHear: true }]);
});

it("the database knows neither password nor login", async () => {
  const { rows } = await pool().query("select password_hash from person");
  expect(rows).toHaveLength(1);
  expect(rows[0].password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  const { rows: logins } = await pool().query("select length(token_hash) as length from login");
  expect(logins[0].length).toBe(32);
});
