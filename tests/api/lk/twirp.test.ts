import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proveScope } from "@/lib/access/scopes";
import { encryptSecret } from "@/lib/access/secrets";
import { pool } from "@/lib/db";
import { saveKey } from "@/lib/store/keys";
import { openTestDatabase, type TestDatabase } from "../../harness/database";
import {
  type Fields,
  fieldsOf,
  instantOf,
  lkHeaders,
  lkToken,
  message,
  messagesOf,
  textOf,
  twirp,
} from "../../harness/lk";
import { startServer, type TestServer } from "../../harness/server";
import { saveSessionRows } from "../../harness/session-rows";
import { saveWorkerRows } from "../../harness/worker-rows";

let database: TestDatabase;
let server: TestServer;
const NOT_HOSTED = /^Earshot does not host agents and /;

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startServer({
    "/twirp/livekit.CloudAgent/[method]": await import("@/app/twirp/livekit.CloudAgent/[method]/route"),
    "/build": await import("@/app/build/route"),
    "/push-target": await import("@/app/push-target/route"),
  });
  const { scope } = database;
  await saveWorkerRows(scope, [
    { id: "one", deployment: "v2", startedAgoS: 600, seenAgoS: 3 },
    { id: "two", deployment: "v2", startedAgoS: 500, seenAgoS: 4 },
    { id: "old", deployment: "v1", state: "draining", startedAgoS: 9000, seenAgoS: 20 },
    { id: "gone", deployment: "v0", state: "crashed", exitSignal: "SIGSEGV", startedAgoS: 20_000, seenAgoS: 19_000 },
    { id: "bare", agent: "front desk/2", deployment: null, startedAgoS: 50, seenAgoS: 1 },
  ]);
  await pool().query(
    `insert into deployment (project_id, agent, version, commit, deployed_by, first_seen_at, build_status)
    values ($1, 'receptionist', 'v1', '0a1b2c3', 'mira', now() - interval '1 day', 'succeeded'),
      ($1, 'receptionist', 'v3', null, null, now(), 'failed')`,
    [scope.projectId],
  );
  await saveSessionRows(scope, [{ id: "AJ_elsewhere", agent: "scheduler", agoMin: 60 * 48 }]);
});
afterAll(async () => {
  await server?.close();
  await database?.close();
});

async function ask(method: string, body?: Uint8Array<ArrayBuffer>): Promise<Fields> {
  const answer = await twirp(server.url, method, body);
  if (answer.status !== 200) throw new Error(`${method}: ${answer.status} ${await answer.text()}`);
  expect(answer.headers.get("content-type")).toBe("application/protobuf");
  return fieldsOf(new Uint8Array(await answer.arrayBuffer()));
}

async function refusalOf(answer: Response): Promise<{ status: number; code: string; msg: string }> {
  expect(answer.headers.get("content-type")).toBe("application/json");
  return { status: answer.status, ...(await answer.json()) };
}

describe("lk agent list", () => {
  it("names every agent, with a time of deployment and at least one deployment each", async () => {
    const agents = messagesOf(await ask("ListAgents"), 1);
    expect(agents.map((agent) => textOf(agent, 1))).toEqual(["front desk/2", "receptionist", "scheduler"]);
    expect(agents.map((agent) => textOf(agent, 2))).toEqual(["front desk/2", "receptionist", "scheduler"]);
    expect(agents.map((agent) => textOf(agent, 3))).toEqual(["", "v2", ""]);
    for (const agent of agents) {
      expect(messagesOf(agent, 4).length).toBeGreaterThan(0);
      expect(instantOf(agent, 6)).toBeGreaterThan(Date.now() - 3 * 86_400_000);
    }
    // The first worker of the current version started 600 s ago.
    expect(Date.now() - (instantOf(agents[1] as Fields, 6) ?? 0)).toBeCloseTo(600_000, -4);
  });

  it("answers one agent by id or by name, and says which it has not", async () => {
    const byId = messagesOf(await ask("ListAgents", message({ 2: "front desk/2" })), 1);
    const byName = messagesOf(await ask("ListAgents", message({ 1: "scheduler" })), 1);
    expect([byId, byName].map((agents) => agents.map((agent) => textOf(agent, 1)))).toEqual([
      ["front desk/2"],
      ["scheduler"],
    ]);
    const none = await refusalOf(await twirp(server.url, "ListAgents", message({ 2: "nobody" })));
    expect(none).toMatchObject({ status: 404, code: "not_found", msg: expect.stringContaining("no agent nobody") });
  });
});

describe("lk agent status", () => {
  it("shows what runs of each version: replicas, status, and when it was seen", async () => {
    const [agent] = messagesOf(await ask("ListAgents", message({ 2: "receptionist" })), 1);
    const rows = messagesOf(agent as Fields, 4);
    expect(rows.map((row) => [textOf(row, 16), textOf(row, 15), textOf(row, 3), textOf(row, 4)])).toEqual([
      ["v2", "v2", "Running", "2"],
      ["v1", "v1", "Draining", "1"],
    ]);
    const last = await pool().query<{ at: Date }>("select last_seen_at as at from worker where id = 'one'");
    expect(instantOf(rows[0] as Fields, 19)).toBe(last.rows[0]?.at.getTime());
    for (const row of rows) {
      expect([2, 17, 18].map((field) => textOf(row, field))).toEqual(["receptionist", "receptionist", "1"]);
    }
  });

  it("says CPU and memory as Kubernetes quantities, and no region to go to, whatever is known of the agent", async () => {
    for (const agent of messagesOf(await ask("ListAgents"), 1)) {
      for (const row of messagesOf(agent, 4)) {
        // cpu_req, cur_cpu, cur_mem, mem_req, mem_limit, cpu_limit: an empty one makes lk print a stack trace.
        expect([7, 8, 9, 10, 11, 12].map((field) => textOf(row, field))).toEqual(Array(6).fill("0"));
        expect(row.has(13)).toBe(false);
        expect(instantOf(row, 19)).not.toBeNull();
      }
    }
  });
});

it("lists versions with who deployed them and their commit, for lk agent versions", async () => {
  const versions = messagesOf(await ask("ListAgentVersions", message({ 1: "receptionist" })), 1);
  const shown = versions.map((one) => [1, 2, 6, 7, 8, 9].map((field) => textOf(one, field)));
  // version, current, status, owner, draining, active
  expect(shown).toEqual([
    ["v3", "", "Build Failed", "", "", ""],
    ["v2", "1", "Running", "", "", "1"],
    ["v1", "", "Draining", "mira", "1", "1"],
    ["v0", "", "Crashed", "", "", ""],
  ]);
  const [attribute] = messagesOf(versions[2] as Fields, 5);
  expect([1, 2].map((field) => textOf(attribute as Fields, field))).toEqual(["git_commit", "0a1b2c3"]);
  for (const version of versions) expect(instantOf(version, 3)).toBeGreaterThan(Date.now() - 2 * 86_400_000);
  const unsaid = await refusalOf(await twirp(server.url, "ListAgentVersions"));
  expect(unsaid).toMatchObject({ status: 400, code: "invalid_argument" });
});

it("holds no secrets and takes none: says so without an error of its own", async () => {
  expect((await ask("ListAgentSecrets", message({ 1: "receptionist" }))).size).toBe(0);
  const secret = message({ 1: "TOKEN", 2: "hidden" });
  const answer = await ask("UpdateAgentSecrets", message({ 1: "receptionist", 4: secret }));
  expect(answer.has(1)).toBe(false);
  expect(textOf(answer, 2)).toMatch(NOT_HOSTED);
});

describe("what only a host of agents can do", () => {
  it.each(["RestartAgent", "CreateAgent", "DeployAgentV2", "RollbackAgent", "GetClientSettings", "ListPrivateLinks"])(
    "%s is answered in words, as unimplemented",
    async (method) => {
      const refused = await refusalOf(await twirp(server.url, method, message({ 1: "receptionist" })));
      expect(refused).toMatchObject({ status: 501, code: "unimplemented", msg: expect.stringMatching(NOT_HOSTED) });
    },
  );

  it("says what it is that is not done", async () => {
    const { msg } = await refusalOf(await twirp(server.url, "RestartAgent", message({ 1: "receptionist" })));
    const words = "Earshot does not host agents and cannot restart them: it only keeps their logs.";
    expect(msg).toBe(`${words} Use what you deploy them with.`);
  });

  it("a method that the service has not is a bad route", async () => {
    for (const method of ["SingAgent", "constructor", "__proto__"]) {
      expect(await refusalOf(await twirp(server.url, method))).toMatchObject({ status: 404, code: "bad_route" });
    }
  });

  it("building and pushing images", async () => {
    const build = await fetch(`${server.url}/build?agent_id=receptionist`, {
      method: "POST",
      headers: lkHeaders(),
    });
    const push = await fetch(`${server.url}/push-target?agent_id=receptionist`, { headers: lkHeaders() });
    for (const answer of [build, push]) {
      expect(await refusalOf(answer)).toMatchObject({ status: 501, msg: expect.stringMatching(NOT_HOSTED) });
    }
    const nobody = await fetch(`${server.url}/build?agent_id=receptionist`, { method: "POST" });
    expect(await refusalOf(nobody)).toMatchObject({ status: 401, code: "unauthenticated" });
  });
});

describe("who may ask", () => {
  const refusal = async (token: string) => refusalOf(await twirp(server.url, "ListAgents", undefined, token));

  it("a token that is wrong, old, or of a key that is not here proves nothing", async () => {
    const past = Math.floor(Date.now() / 1000) - 7 * 3600;
    const tokens = ["nonsense", lkToken({}, "wrong"), lkToken({ exp: past }), lkToken({ iss: "APInobody" })];
    for (const token of tokens) expect(await refusal(token)).toMatchObject({ status: 401, code: "unauthenticated" });
    const bare = await fetch(`${server.url}/twirp/livekit.CloudAgent/ListAgents`, { method: "POST" });
    expect(await refusalOf(bare)).toMatchObject({ status: 401, code: "unauthenticated" });
  });

  it("a token needs the grant agent.admin", async () => {
    for (const agent of [undefined, { admin: false }, "admin", { admin: "true" }]) {
      const refused = await refusal(lkToken({ agent, video: { roomAdmin: true } }));
      expect(refused).toMatchObject({
        status: 403,
        code: "permission_denied",
        msg: expect.stringContaining("agent.admin"),
      });
    }
  });

  it("its key pair needs the scope read or admin, and opens its own project only", async () => {
    await pool().query("insert into project (id, slug, name) values ('prj_other', 'other', 'other')");
    const scope = proveScope("prj_other");
    const keys = { "key-in": "ingest", "key-read": "read", "key-admin": "admin" } as const;
    for (const [id, keyScope] of Object.entries(keys)) {
      await saveKey(scope, { id, secretEncrypted: encryptSecret("s"), scopes: [keyScope] });
    }
    expect(await refusal(lkToken({ iss: "key-in" }, "s"))).toMatchObject({
      ...{ status: 403, code: "permission_denied" },
      msg: "API key key-in may not read: lk needs a key pair with the scope read or admin.",
    });
    for (const iss of ["key-read", "key-admin"]) {
      const answer = await twirp(server.url, "ListAgents", undefined, lkToken({ iss }, "s"));
      expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, 0]);
    }
  });
});

describe("requests of other kinds", () => {
  const post = (contentType: string, body: BodyInit) =>
    fetch(`${server.url}/twirp/livekit.CloudAgent/ListAgents`, {
      method: "POST",
      headers: { ...lkHeaders(), "content-type": contentType },
      body,
    });

  it("JSON is answered in JSON with the names of the .proto file", async () => {
    const answer = await (await post("application/json", '{"agent_id":"front desk/2"}')).json();
    expect(answer.agents).toHaveLength(1);
    expect(answer.agents[0]).toMatchObject({
      agent_id: "front desk/2",
      agent_deployments: [{ replicas: 1, mem_limit: "0" }],
    });
  });

  it("what is no message, no format of Twirp or far too large is refused in words", async () => {
    const invalid = { status: 400, code: "invalid_argument" };
    expect(await refusalOf(await post("application/protobuf", new Uint8Array([10, 200, 1])))).toMatchObject(invalid);
    expect(await refusalOf(await post("application/json", "[1]"))).toMatchObject(invalid);
    expect(await refusalOf(await post("text/plain", "x"))).toMatchObject({ status: 415, code: "bad_route" });
    const large = await post("application/protobuf", new Uint8Array(5 * 1024 * 1024));
    expect(await refusalOf(large)).toMatchObject({ status: 413, code: "resource_exhausted" });
  });
});
