import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { proveScope } from "@/lib/access/scopes";
import { pool } from "@/lib/db";
import type { Role } from "@/lib/model/people";
import { fromOurPage, makePerson, TEST_PASSWORD, type TestPerson } from "../../harness/people";
import { openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;
let people: Record<Role, TestPerson>;

beforeAll(async () => {
  api = await openReadApi();
});
afterAll(() => api?.close());

beforeEach(async () => {
  await pool().query("delete from person");
  const { scope } = api.database;
  people = {
    owner: await makePerson({ scope, role: "owner" }),
    admin: await makePerson({ scope, role: "admin" }),
    member: await makePerson({ scope, role: "member" }),
    viewer: await makePerson({ scope, role: "viewer", mayHear: false }),
  };
});

function ask(cookie: string, method: string, path: string, body?: object): Promise<Response> {
  const headers = fromOurPage(api.server.url, cookie);
  return fetch(`${api.server.url}/api/v1${path}`, { method, headers, body: body ? JSON.stringify(body) : null });
}

const tokenOf = (url: string) => new URL(url).hash.slice(1);

describe("who may do what", () => {
  const invite = { role: "viewer" };
  it.each<[string, string, object | undefined, Record<Role, number>]>([
    ["GET", "/project", undefined, { owner: 200, admin: 200, member: 200, viewer: 200 }],
    ["GET", "/project/members", undefined, { owner: 200, admin: 200, member: 403, viewer: 403 }],
    ["GET", "/project/keys", undefined, { owner: 200, admin: 200, member: 403, viewer: 403 }],
    ["GET", "/audit", undefined, { owner: 200, admin: 200, member: 403, viewer: 403 }],
    ["GET", "/audit/export", undefined, { owner: 200, admin: 200, member: 403, viewer: 403 }],
    ["POST", "/project/keys", { label: "x", scopes: ["ingest"] }, { owner: 201, admin: 201, member: 403, viewer: 403 }],
    ["POST", "/project/invites", invite, { owner: 201, admin: 201, member: 403, viewer: 403 }],
    ["POST", "/project/invites", { role: "owner" }, { owner: 201, admin: 403, member: 403, viewer: 403 }],
    ["POST", "/projects", { name: "Another" }, { owner: 201, admin: 403, member: 403, viewer: 403 }],
    ["DELETE", "/project", { confirm: "wrong" }, { owner: 400, admin: 403, member: 403, viewer: 403 }],
  ])("%s %s %j", async (method, path, body, expected) => {
    for (const [role, status] of Object.entries(expected)) {
      const answer = await ask(people[role as Role].cookie, method, `${path}?project=default`, body);
      expect([role, answer.status]).toEqual([role, status]);
      await answer.arrayBuffer();
    }
  });

  it("an admin changes neither owners nor makes them, and resets nobody", async () => {
    const of = (person: TestPerson) => `/project/members/${person.id}`;
    const { owner, admin, viewer } = people;
    expect((await ask(admin.cookie, "PATCH", of(owner), { role: "viewer" })).status).toBe(403);
    expect((await ask(admin.cookie, "DELETE", of(owner))).status).toBe(403);
    expect((await ask(admin.cookie, "PATCH", of(viewer), { role: "owner" })).status).toBe(403);
    expect((await ask(admin.cookie, "POST", `${of(viewer)}/reset`)).status).toBe(403);
    expect((await ask(admin.cookie, "PATCH", of(viewer), { role: "member" })).status).toBe(200);
    expect((await ask(admin.cookie, "DELETE", of(viewer))).status).toBe(204);
  });

  it("a right that is taken away is gone with the next request", async () => {
    const { owner, member } = people;
    expect((await ask(member.cookie, "GET", "/project")).status).toBe(200);
    expect((await ask(owner.cookie, "DELETE", `/project/members/${member.id}`)).status).toBe(204);
    expect((await ask(member.cookie, "GET", "/project")).status).toBe(404);
  });

  it("a project keeps an owner", async () => {
    const { owner } = people;
    const path = `/project/members/${owner.id}`;
    expect((await ask(owner.cookie, "PATCH", path, { role: "viewer" })).status).toBe(409);
    expect((await ask(owner.cookie, "DELETE", path)).status).toBe(409);
    const { members } = await (await ask(owner.cookie, "GET", "/project/members")).json();
    expect(members[0]).toMatchObject({ id: owner.id, role: "owner" });
  });
});

describe("an invitation", () => {
  async function invite(body: object): Promise<{ id: string; url: string }> {
    const answer = await ask(people.owner.cookie, "POST", "/project/invites", body);
    expect(answer.status).toBe(201);
    return answer.json();
  }

  it("makes an account with its role and right, once", async () => {
    const { url } = await invite({ role: "viewer", mayHear: false });
    const token = tokenOf(url);
    const look = await ask("", "POST", "/join/look", { token });
    expect(await look.json()).toMatchObject({ kind: "invite", role: "viewer", mayHear: false, loggedInAs: null });
    const account = { token, name: "Nina", email: "nina@example.com", password: TEST_PASSWORD };
    expect((await ask("", "POST", "/join", { ...account, password: "short" })).status).toBe(400);
    expect((await ask("", "POST", "/join", { token })).status).toBe(400);
    const joins = await Promise.all([
      ask("", "POST", "/join", account),
      ask("", "POST", "/join", { ...account, email: "twin@example.com" }),
    ]);
    expect(joins.map(({ status }) => status).sort()).toEqual([200, 404]);
    const cookie =
      joins
        .find(({ ok }) => ok)
        ?.headers.get("set-cookie")
        ?.split(";")[0] ?? "";
    const { projects } = await (await ask(cookie, "GET", "/me")).json();
    expect(projects).toMatchObject([{ slug: "default", role: "viewer", mayHear: false }]);
    expect((await ask("", "POST", "/join/look", { token })).status).toBe(404);
  });

  it("takes somebody who is logged in as who he is", async () => {
    await pool().query(
      "insert into project (id, slug, name) values ('prj_2', 'second', 'Second') on conflict do nothing",
    );
    const guest = await makePerson({ scope: proveScope("prj_2"), role: "owner" });
    const { url } = await invite({ role: "member", mayHear: true });
    const joined = await ask(guest.cookie, "POST", "/join", { token: tokenOf(url) });
    expect(await joined.json()).toEqual({ project: "default" });
  });

  it("for one e-mail is nobody else's; with an account's e-mail it asks to log in", async () => {
    const { url } = await invite({ role: "viewer", email: "Nina@example.com" });
    const account = { token: tokenOf(url), name: "X", password: TEST_PASSWORD };
    expect((await ask("", "POST", "/join", { ...account, email: "other@example.com" })).status).toBe(403);
    expect((await ask(people.viewer.cookie, "POST", "/join", { token: tokenOf(url) })).status).toBe(403);
    expect((await ask("", "POST", "/join", { ...account, email: "nina@example.com" })).status).toBe(200);
    const open = await invite({ role: "viewer" });
    const taken = { ...account, token: tokenOf(open.url), email: people.viewer.email };
    expect((await ask("", "POST", "/join", taken)).status).toBe(409);
  });

  it("expires, and can be taken back", async () => {
    const late = await invite({ role: "viewer" });
    await pool().query("update invite set expires_at = now() - interval '1 second' where id = $1", [late.id]);
    expect((await ask("", "POST", "/join/look", { token: tokenOf(late.url) })).status).toBe(404);
    const gone = await invite({ role: "viewer" });
    expect((await ask(people.owner.cookie, "DELETE", `/project/invites/${gone.id}`)).status).toBe(204);
    expect((await ask("", "POST", "/join/look", { token: tokenOf(gone.url) })).status).toBe(404);
    expect((await ask(people.owner.cookie, "DELETE", `/project/invites/${gone.id}`)).status).toBe(404);
  });

  it("its secret is neither in the database nor in the list", async () => {
    const { url } = await invite({ role: "viewer" });
    const listed = await (await ask(people.owner.cookie, "GET", "/project/members")).text();
    const { rows } = await pool().query("select encode(token_hash, 'escape') as hash, invite.* from invite");
    expect(listed + JSON.stringify(rows)).not.toContain(tokenOf(url));
  });
});

describe("a reset link", () => {
  it("sets a new password and ends all logins", async () => {
    const { owner, viewer } = people;
    const made = await ask(owner.cookie, "POST", `/project/members/${viewer.id}/reset`);
    expect(made.status).toBe(201);
    const token = tokenOf((await made.json()).url);
    const look = await (await ask("", "POST", "/join/look", { token })).json();
    expect(look).toMatchObject({ kind: "reset", email: viewer.email });
    expect((await ask("", "POST", "/join", { token, password: "a brand new password" })).status).toBe(200);
    expect((await ask(viewer.cookie, "GET", "/me")).status).toBe(401);
    const login = { email: viewer.email, password: "a brand new password" };
    expect((await ask("", "POST", "/login", login)).status).toBe(200);
  });

  it("is not for people of projects that its maker does not own", async () => {
    await pool().query(
      "insert into project (id, slug, name) values ('prj_3', 'third', 'Third') on conflict do nothing",
    );
    const both = await makePerson(
      { scope: api.database.scope, role: "viewer" },
      { scope: proveScope("prj_3"), role: "owner" },
    );
    const refused = await ask(people.owner.cookie, "POST", `/project/members/${both.id}/reset`);
    expect(refused.status).toBe(403);
  });
});

it("every change stands in the audit log with who did it, before and after", async () => {
  const { owner, viewer } = people;
  await ask(owner.cookie, "PATCH", `/project/members/${viewer.id}`, { mayHear: true });
  const { entries } = await api.getJson<{ entries: unknown[] }>("/api/v1/audit?action=member.update&limit=1");
  expect(entries[0]).toMatchObject({
    actor: { kind: "user", id: owner.id },
    target: viewer.email,
    details: { before: { mayHear: false }, after: { mayHear: true } },
  });
});
