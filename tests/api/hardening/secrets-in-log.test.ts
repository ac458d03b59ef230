import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { startLog } from "@/lib/log";
import { DEV_PAIR } from "../../harness/database";
import { fromOurPage } from "../../harness/people";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { sign } from "../../harness/senders";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
});
afterAll(() => api?.close());

it("the log of set-up, logins, links, keys and telemetry holds none of their secrets, good or bad", async () => {
  startLog("test", "info");
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const ask = (method: string, path: string, headers: Record<string, string>, body?: object) =>
    fetch(`${api.server.url}${path}`, { method, headers, body: body ? JSON.stringify(body) : null });
  const page = (cookie: string) => fromOurPage(api.server.url, cookie);
  const [password, wrong] = ["a password that nobody sees", "a wrong guess that nobody sees"];
  const account = { name: "Ada", email: "ada@example.com", password };
  const made = await ask("POST", "/api/v1/setup", page(""), account);
  const cookie = made.headers.get("set-cookie")?.split(";")[0] ?? "";
  await ask("POST", "/api/v1/login", page(""), { email: account.email, password: wrong });
  await ask("POST", "/api/v1/login", page(""), { email: account.email, password });
  const key = await (
    await ask("POST", "/api/v1/project/keys", page(cookie), { label: "x", scopes: ["ingest"] })
  ).json();
  const { url } = await (await ask("POST", "/api/v1/project/invites", page(cookie), { role: "viewer" })).json();
  const token = new URL(url).hash.slice(1);
  await ask("POST", "/api/v1/join/look", page(""), { token });
  await ask("POST", "/api/v1/join", page(""), { ...account, token, email: "bob@example.com" });
  const json = { "content-type": "application/json" };
  const jwt = sign({ iss: key.id }, key.secret);
  const forged = sign({ iss: key.id }, "another secret that nobody sees");
  for (const credentials of [jwt, forged, `${key.id}:${key.secret}`, `devkey:${wrong}`]) {
    await ask("POST", "/v1/logs", { ...json, authorization: `Bearer ${credentials}` }, {});
  }
  await ask("GET", `/api/v1/sessions?q=${encodeURIComponent(wrong)}`, {
    authorization: `Bearer ${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`,
  });
  const log = write.mock.calls.map(([line]) => String(line)).join("");
  write.mockRestore();
  startLog("test", "error");
  expect(log.split("\n").length).toBeGreaterThan(10);
  const secrets = [password, wrong, cookie.split("=")[1], key.secret, token, jwt, forged, "another secret"];
  for (const secret of secrets) expect([secret, log.includes(secret ?? "")]).toEqual([secret, false]);
});
