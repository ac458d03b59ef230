import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATIONS } from "@/app/api/v1/openapi.json/operations";
import { proveScope } from "@/lib/access/scopes";
import { encryptSecret } from "@/lib/access/secrets";
import { pool } from "@/lib/db";
import { saveInvite } from "@/lib/store/invites";
import { saveKey } from "@/lib/store/keys";
import { saveShare } from "@/lib/store/shares";
import { fromOurPage, makePerson, type TestPerson } from "../../harness/people";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;
/** Owner of another project, and nothing here. */
let stranger: TestPerson;
let member: TestPerson;
const job = JOBS["python-realtime"];
const OTHER_PAIR = "Bearer other:a-secret-of-its-own";

beforeAll(async () => {
  api = await openReadApi();
  await api.replay("python-realtime");
  await api.digest([job]);
  await pool().query("insert into project (id, slug, name) values ('prj_other', 'other', 'Other')");
  const scopes = ["ingest", "read", "admin"] as const;
  const secretEncrypted = encryptSecret("a-secret-of-its-own");
  await saveKey(proveScope("prj_other"), { id: "other", secretEncrypted, scopes: [...scopes] });
  stranger = await makePerson({ scope: proveScope("prj_other"), role: "owner" });
  member = await makePerson({ scope: api.database.scope, role: "owner" });
  await saveInvite(api.database.scope, {
    ...{ id: "lnk_here", tokenHash: Buffer.alloc(32, 1), kind: "invite", personId: null, email: null },
    ...{ role: "viewer", mayHear: false, createdBy: "x", expiresAt: new Date(Date.now() + 3600_000) },
  });
  await saveShare(api.database.scope, {
    ...{ id: "shr_here", sessionId: job, tokenHash: Buffer.alloc(32, 2), withAudio: true, redacted: false },
    ...{ createdBy: "x", createdAt: new Date(), expiresAt: new Date(Date.now() + 3600_000) },
  });
});
afterAll(() => api?.close());

/** Ids that exist in the project `default`, by the parameter's name; `{id}` by the path before it. */
function withIds(path: string): string {
  const ids: Record<string, string> = {
    recordId: "0123456789abcdef",
    keyId: "devkey",
    personId: member.id,
    inviteId: "lnk_here",
    shareId: "shr_here",
    projectId: api.database.project.projectId,
  };
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? job);
}

function ask(method: string, path: string, headers: Record<string, string>): Promise<Response> {
  // What a body must hold before its ids are looked at.
  const given = path.endsWith("/hold") && method === "put" ? { reason: "for a test" } : {};
  const body = method === "get" ? null : JSON.stringify(given);
  return fetch(`${api.server.url}${withIds(path)}`, { method: method.toUpperCase(), headers, body });
}

const closed = OPERATIONS.filter(({ path, isOpen }) => path.startsWith("/api/") && !isOpen);
// A build log may be sent before anything of its agent is known: there the same names make another project's own.
const makesItsOwn = ({ method, path }: { method: string; path: string }) =>
  method === "post" && path.endsWith("/build-log");
const ofIds = closed.filter((one) => one.path.includes("{") && !makesItsOwn(one));
// Where only programs send, by a key: a login is nobody there, whichever page asks.
const takesKeysOnly = ({ path }: { path: string }) => path === "/api/v1/runtime-lines";
const changes = closed.filter((one) => one.method !== "get" && !takesKeysOnly(one));

describe.each(closed)("$method $path", ({ method, path }) => {
  it("is 401 for nobody, a wrong secret and a made-up login", async () => {
    const page = fromOurPage(api.server.url, `earshot_login=${"x".repeat(43)}`);
    expect((await ask(method, path, page)).status).toBe(401);
    const json = { "content-type": "application/json" };
    const wrong = await ask(method, path, { ...json, authorization: "Bearer devkey:wrong", cookie: "" });
    expect(wrong.status).toBe(401);
  });
});

describe.each(ofIds)("$method $path", ({ method, path }) => {
  it("is 404 for the ids of another project, by its keys and by its owner", async () => {
    const json = { "content-type": "application/json" };
    const byKey = await ask(method, path, { ...json, authorization: OTHER_PAIR });
    // What belongs to a person and not to a project takes no key at all.
    expect([401, 404]).toContain(byKey.status);
    const byOwner = await ask(method, path, fromOurPage(api.server.url, stranger.cookie));
    expect([path, byOwner.status]).toEqual([path, 404]);
    const named = await ask(method, `${path}?project=default`, fromOurPage(api.server.url, stranger.cookie));
    expect([path, named.status]).toEqual([path, 404]);
  });
});

describe.each(changes)("$method $path", ({ method, path }) => {
  it("is 403 from another site's page, whoever is logged in", async () => {
    const ours = fromOurPage(api.server.url, member.cookie);
    const foreign = { ...ours, origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    expect((await ask(method, path, foreign)).status).toBe(403);
    const { origin: _origin, "sec-fetch-site": _site, ...silent } = ours;
    expect((await ask(method, path, silent)).status).toBe(403);
  });
});

it("a list holds nothing of another project", async () => {
  const list = await api.get("/api/v1/sessions", { authorization: OTHER_PAIR });
  expect((await list.json()).sessions).toEqual([]);
  const audit = await api.get("/api/v1/audit", { authorization: OTHER_PAIR });
  expect(await audit.text()).not.toContain(job);
});
