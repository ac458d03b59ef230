import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { pool } from "@/lib/db";
import { CLIENT, type IdentityProvider, startIdentityProvider } from "../../harness/identity-provider";
import { makePerson } from "../../harness/people";
import { openReadApi, type ReadApi } from "../../harness/read-api";

const PUBLIC_URL = "https://earshot.example.com";
const CALLBACK = `${PUBLIC_URL}/api/v1/login/oidc/callback`;
let provider: IdentityProvider;
let api: ReadApi;

beforeAll(async () => {
  provider = await startIdentityProvider(CALLBACK);
  api = await openReadApi({
    EARSHOT_PUBLIC_URL: PUBLIC_URL,
    OIDC_ISSUER: provider.url,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_DOMAINS: "clinic.example, Other.example",
  });
});
afterAll(async () => {
  await api?.close();
  provider.close();
});
beforeEach(() => {
  provider.user = { sub: "42", email: "nurse@clinic.example", email_verified: true, name: "Nora Nurse" };
});

interface Came {
  location: string;
  cookie: string;
  headers: Headers;
}

/** As a browser: our redirect, the provider's, and back with the cookie that we gave. */
async function walk(next = "/p/default/sessions?q=x"): Promise<Came> {
  const begin = await fetch(`${api.server.url}/api/v1/login/oidc?${new URLSearchParams({ next })}`, {
    redirect: "manual",
  });
  expect(begin.status).toBe(303);
  const state = begin.headers.get("set-cookie")?.split(";")[0] ?? "";
  const there = await fetch(begin.headers.get("location") ?? "", { redirect: "manual" });
  return comeBack(there.headers.get("location") ?? "", state);
}

async function comeBack(address: string, cookie: string): Promise<Came> {
  const { search } = new URL(address);
  const back = await fetch(`${api.server.url}/api/v1/login/oidc/callback${search}`, {
    headers: { cookie },
    redirect: "manual",
  });
  expect(back.status).toBe(303);
  const login = back.headers.get("set-cookie")?.split(";")[0] ?? "";
  return { location: back.headers.get("location") ?? "", cookie: login, headers: back.headers };
}

async function whoIs(cookie: string): Promise<{ email: string; name: string; hasPassword: boolean } | null> {
  const me = await fetch(`${api.server.url}/api/v1/me`, { headers: { cookie } });
  return me.ok ? me.json() : null;
}

it("asks with PKCE, state and nonce, new ones each time, and logs in who comes back", async () => {
  const { location, cookie, headers } = await walk();
  expect(location).toBe("/p/default/sessions?q=x");
  expect(headers.get("set-cookie")).toMatch(/^earshot_login=[\w-]{43}; HttpOnly; SameSite=Lax; Path=\/; .*Secure$/);
  expect(await whoIs(cookie)).toMatchObject({ email: "nurse@clinic.example", name: "Nora Nurse", hasPassword: false });
  await walk();
  const [first, second] = provider.seen.slice(-2);
  for (const name of ["state", "nonce", "code_challenge"]) {
    expect(first?.get(name)?.length).toBeGreaterThan(30);
    expect(first?.get(name)).not.toBe(second?.get(name));
  }
  // The same person, not another account.
  expect((await pool().query("select from person")).rowCount).toBe(1);
});

it("knows an account by its verified e-mail once, and by its subject ever after", async () => {
  const person = await makePerson({ scope: api.database.scope, role: "viewer" });
  provider.user = { sub: "77", email: person.email.toUpperCase(), email_verified: true };
  expect(await whoIs((await walk()).cookie)).toMatchObject({ email: person.email });
  provider.user = { sub: "77", email: "renamed@elsewhere.example", email_verified: false };
  expect(await whoIs((await walk()).cookie)).toMatchObject({ email: person.email });
  // Whoever gets that e-mail at the provider later is not that person.
  provider.user = { sub: "78", email: person.email, email_verified: true };
  expect((await walk()).location).toContain("another+account");
});

it.each([
  ["an e-mail that was not verified", { email_verified: false }, "has+not+verified"],
  ["a domain that may not open accounts", { email: "x@evil.example" }, "ask+an+owner"],
  ["a domain that only ends alike", { email: "x@not-clinic.example" }, "ask+an+owner"],
  ["another login's nonce", { wrong: "nonce" as const }, "does+not+hold"],
  ["a wrong signature", { wrong: "signature" as const }, "does+not+hold"],
  ["another client's token", { wrong: "audience" as const }, "does+not+hold"],
  ["another issuer's token", { wrong: "issuer" as const }, "does+not+hold"],
  ["an expired token", { wrong: "expired" as const }, "does+not+hold"],
])("lets nobody in with %s, and says so on the login page", async (_name, change, words) => {
  provider.user = { ...provider.user, sub: "new", ...change };
  const { location, cookie } = await walk();
  expect(location).toMatch(/^\/login\?problem=/);
  expect(location).toContain(words);
  expect(cookie).toBe("");
});

it("an answer counts only in the browser that asked, and once", async () => {
  const begin = await fetch(`${api.server.url}/api/v1/login/oidc`, { redirect: "manual" });
  const state = begin.headers.get("set-cookie")?.split(";")[0] ?? "";
  const there = await fetch(begin.headers.get("location") ?? "", { redirect: "manual" });
  const address = there.headers.get("location") ?? "";
  expect((await comeBack(address, "")).location).toContain("not+begun+in+this+browser");
  expect((await comeBack(address, "earshot_oidc=AAAA")).location).toContain("not+begun+in+this+browser");
  expect((await comeBack(address.replace(/state=[^&]+/, "state=other"), state)).location).toContain("does+not+hold");
  const other = await fetch(begin.headers.get("location") ?? "", { redirect: "manual" });
  const fresh = other.headers.get("location") ?? "";
  expect((await comeBack(fresh, state)).location).toBe("/");
  expect((await comeBack(fresh, state)).location).toContain("does+not+hold");
});

it.each(["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "/.//evil.example"])(
  "leads to no other site: %j",
  async (next) => {
    expect((await walk(next)).location).toBe("/");
  },
);
