import { afterAll, beforeAll, expect, it } from "vitest";
import { prepareSetup } from "@/lib/access/setup";
import { pool } from "@/lib/db";
import { fromOurPage } from "../../harness/people";
import { openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;
const owner = { name: "Ada", email: "ada@example.com", password: "long enough to be one" };

beforeAll(async () => {
  api = await openReadApi({ EARSHOT_HOST: "0.0.0.0", EARSHOT_PUBLIC_URL: "https://earshot.example.com" });
});
afterAll(() => api?.close());

function setUp(body: object): Promise<Response> {
  const headers = fromOurPage("https://earshot.example.com", "");
  return fetch(`${api.server.url}/api/v1/setup`, { method: "POST", headers, body: JSON.stringify(body) });
}

it("where others reach the server, only who sees its output makes the owner account", async () => {
  const code = await prepareSetup();
  expect(code).toMatch(/^[\w-]{27}$/);
  // Every process and every start says the same one.
  expect(await prepareSetup()).toBe(code);
  const state = await fetch(`${api.server.url}/api/v1/setup`);
  expect(await state.json()).toEqual({ isOpen: true, needsCode: true });
  expect((await setUp(owner)).status).toBe(403);
  expect((await setUp({ ...owner, code: "guess" })).status).toBe(403);
  const made = await setUp({ ...owner, code });
  expect(made.status).toBe(201);
  // https: the cookie goes over nothing else.
  expect(made.headers.get("set-cookie")).toMatch(/; Secure$/);
  expect((await pool().query("select from setting where name = 'setup_code'")).rowCount).toBe(0);
});
