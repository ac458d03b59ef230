import { afterAll, beforeAll, expect, it } from "vitest";
import { fromOurPage, makePerson, TEST_PASSWORD } from "../../harness/people";
import { openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi({ LOGIN_FAILURES_MAX: "3", EARSHOT_TRUSTED_PROXIES: "1" });
});
afterAll(() => api?.close());

/** `address` as a proxy of ours tells it. */
function logIn(email: string, password: string, address = "203.0.113.1"): Promise<Response> {
  const headers = { ...fromOurPage(api.server.url, ""), "x-forwarded-for": address };
  return fetch(`${api.server.url}/api/v1/login`, {
    method: "POST",
    headers,
    body: JSON.stringify({ email, password }),
  });
}

function asPerson(cookie: string, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${api.server.url}/api/v1${path}`, { ...init, headers: fromOurPage(api.server.url, cookie) });
}

function cookieOf(answer: Response): string {
  return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
}

it("lets somebody in, and out of this browser or of all", async () => {
  const person = await makePerson({ scope: api.database.scope, role: "viewer" });
  const browsers = [await logIn(person.email.toUpperCase(), TEST_PASSWORD), await logIn(person.email, TEST_PASSWORD)];
  expect(browsers.map(({ status }) => status)).toEqual([200, 200]);
  const [one = "", two = ""] = browsers.map(cookieOf);
  expect((await (await asPerson(one, "/me")).json()).loginCount).toBe(3);
  const out = await asPerson(one, "/login", { method: "DELETE" });
  expect(out.status).toBe(204);
  expect(out.headers.get("set-cookie")).toMatch(/^earshot_login=; .*Max-Age=0/);
  expect((await asPerson(one, "/me")).status).toBe(401);
  expect((await asPerson(two, "/me")).status).toBe(200);
  expect((await asPerson(two, "/logins", { method: "DELETE" })).status).toBe(204);
  expect([(await asPerson(two, "/me")).status, (await asPerson(person.cookie, "/me")).status]).toEqual([401, 401]);
});

it("says the same whether the account or the password is wrong", async () => {
  const person = await makePerson();
  const wrong = await logIn(person.email, "not the password", "203.0.113.2");
  const unknown = await logIn("nobody@example.com", "not the password", "203.0.113.2");
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(await wrong.json()).toEqual(await unknown.json());
});

it("locks an account after repeated failures, also for the right password and from everywhere", async () => {
  const person = await makePerson({ scope: api.database.scope, role: "viewer" });
  for (let index = 0; index < 3; index += 1) {
    expect((await logIn(person.email, "wrong", `198.51.100.${index}`)).status).toBe(401);
  }
  const locked = await logIn(person.email, TEST_PASSWORD, "198.51.100.9");
  expect(locked.status).toBe(429);
  expect(Number(locked.headers.get("retry-after"))).toBeGreaterThan(800);
  expect((await locked.json()).error.message).toContain("Try again in 15 minutes");
});

it("guesses at the same moment count as many", async () => {
  const person = await makePerson();
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) => logIn(person.email, "wrong", `192.0.2.${index}`)),
  );
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(3);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
});

it("locks an address that tries many accounts, and nobody else", async () => {
  const address = "203.0.113.77";
  for (let index = 0; index < 9; index += 1) await logIn(`victim${index}@example.com`, "wrong", address);
  const person = await makePerson();
  expect((await logIn(person.email, TEST_PASSWORD, address)).status).toBe(429);
  expect((await logIn(person.email, TEST_PASSWORD, "203.0.113.78")).status).toBe(200);
});

it("what a client writes into X-Forwarded-For itself does not help it", async () => {
  const answers: number[] = [];
  for (let index = 0; index < 10; index += 1) {
    const answer = await logIn(`other${index}@example.com`, "wrong", `10.0.0.${index}, 203.0.113.99`);
    answers.push(answer.status);
  }
  expect(answers).toEqual([...Array.from({ length: 9 }, () => 401), 429]);
});

it("a new password wants the old one, and ends the other browsers", async () => {
  const person = await makePerson({ scope: api.database.scope, role: "viewer" });
  const other = cookieOf(await logIn(person.email, TEST_PASSWORD, "203.0.113.3"));
  const change = (before: string, after: string) =>
    asPerson(person.cookie, "/me", { method: "PATCH", body: JSON.stringify({ password: { before, after } }) });
  expect((await change("wrong", "another long password")).status).toBe(400);
  expect((await change(TEST_PASSWORD, "short")).status).toBe(400);
  expect((await change(TEST_PASSWORD, "another long password")).status).toBe(200);
  expect((await asPerson(other, "/me")).status).toBe(401);
  expect((await asPerson(person.cookie, "/me")).status).toBe(200);
  expect((await logIn(person.email, TEST_PASSWORD, "203.0.113.4")).status).toBe(401);
});

it("logins, failures and farewells stand in the audit log, with the address", async () => {
  const { entries } = await api.getJson<{ entries: { action: string; details: { address?: string } }[] }>(
    "/api/v1/audit?action=login",
  );
  const actions = new Set(entries.map(({ action }) => action));
  expect(actions).toEqual(new Set(["login.success", "login.failed", "login.out", "login.password"]));
  expect(entries.find(({ action }) => action === "login.failed")?.details.address).toBe("203.0.113.4");
});
