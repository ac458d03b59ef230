import { request } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tidyBuildLogs } from "@/background/build-logs";
import { proveScope } from "@/lib/access/scopes";
import { encryptSecret } from "@/lib/access/secrets";
import { blobs } from "@/lib/blobs";
import { pool } from "@/lib/db";
import { AgentAnswer, BuildLogAnswer } from "@/lib/model/agents";
import { saveKey } from "@/lib/store/keys";
import { deleteProjectBlobs } from "@/lib/store/project-deletion";
import { fromOurPage, makePerson } from "../../harness/people";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { saveWorkerRows } from "../../harness/worker-rows";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
  const { scope } = api.database;
  await pool().query("insert into project (id, slug, name) values ('prj_other', 'other', 'Other')");
  const key = (name: string) => ({ id: name, secretEncrypted: encryptSecret(`secret-of-${name}`) });
  await saveKey(scope, { ...key("sends"), scopes: ["ingest"] });
  await saveKey(scope, { ...key("reads"), scopes: ["read"] });
  await saveKey(scope, { ...key("manages"), scopes: ["admin"] });
  await saveKey(proveScope("prj_other"), { ...key("elsewhere"), scopes: ["ingest", "read", "admin"] });
});
afterAll(() => api?.close());

const pathOf = (version: string, agent = "receptionist") =>
  `/api/v1/agents/${encodeURIComponent(agent)}/deployments/${encodeURIComponent(version)}/build-log`;

interface Sending {
  key?: string;
  agent?: string;
  query?: Record<string, string>;
}

function send(version: string, body: string | Buffer, { key = "sends", agent, query = {} }: Sending = {}) {
  const authorization = `Bearer ${key}:secret-of-${key}`;
  const url = `${api.server.url}${pathOf(version, agent)}?${new URLSearchParams(query)}`;
  return fetch(url, {
    method: "POST",
    headers: { authorization, "content-type": "text/plain" },
    body: body as BodyInit,
  });
}

async function deployment(version: string) {
  const { deployments } = AgentAnswer.parse(await api.getJson("/api/v1/agents/receptionist"));
  return deployments.find((one) => one.version === version);
}

const PLAIN = "#1 [internal] load build definition\n#1 DONE 0.1s\n\n#2 [1/1] RUN true\n#2 \u001b[32mok\u001b[0m\n";

describe("uploading a build log", () => {
  it("keeps the text as it was printed, and who built what and when", async () => {
    const query = { commit: "4f1c2ab", by: "ci", startedAt: "2026-11-21T12:00:00Z", endedAt: "2026-11-21T12:01:30Z" };
    const answer = await send("v1", PLAIN, { query });
    expect(answer.status).toBe(201);
    const { agent, version, build } = BuildLogAnswer.parse(await answer.json());
    expect({ agent, version }).toEqual({ agent: "receptionist", version: "v1" });
    expect(build).toMatchObject({ status: "succeeded", durationMs: 90_000, hasLog: true, sizeBytes: PLAIN.length });
    const text = await api.get(pathOf("v1"));
    expect(text.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(text.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await text.text()).toBe(PLAIN);
    expect(await deployment("v1")).toMatchObject({
      ...{ commit: "4f1c2ab", deployedBy: "ci", deployedAt: null, isCurrent: false, workerCount: 0 },
      build: { status: "succeeded", startedAt: "2026-11-21T12:00:00.000Z", error: null },
    });
  });

  it("turns BuildKit's statuses into text, with their times and their failure", async () => {
    const vertex = { digest: "sha256:a", name: "[1/1] RUN make", started: "2026-11-21T12:00:00Z" };
    const lines = [
      { vertexes: [vertex] },
      {
        logs: [
          { vertex: "sha256:a", data: Buffer.from("no rule\n").toString("base64"), timestamp: "2026-11-21T12:00:01Z" },
        ],
      },
      { vertexes: [{ ...vertex, completed: "2026-11-21T12:00:02.5Z", error: "exit code: 2" }] },
    ];
    const sent = `${lines.map((line) => JSON.stringify(line)).join("\n")}\nBUILD ERROR: exit code: 2\n`;
    const { build } = BuildLogAnswer.parse(await (await send("v2", sent)).json());
    expect(build).toMatchObject({ status: "failed", error: "exit code: 2", durationMs: 2500 });
    expect(await (await api.get(pathOf("v2"))).text()).toBe(
      "#1 [1/1] RUN make\n#1 1.0 no rule\n#1 ERROR: exit code: 2\nBUILD ERROR: exit code: 2\n",
    );
  });

  it("takes the sender's word for how the build ended", async () => {
    await send("v3", "ERROR: failed to push, trying again\nok\n", { query: { status: "succeeded" } });
    expect((await deployment("v3"))?.build).toMatchObject({ status: "succeeded", error: null });
    await send("v4", "killed\n", { query: { status: "failed" } });
    expect((await deployment("v4"))?.build).toMatchObject({ status: "failed", error: null });
  });

  it("a log that is sent again takes the place of the one before, whose file goes; the commit stays", async () => {
    await send("again", "first\n", { query: { commit: "c1" } });
    const before = await fileCount();
    await send("again", "second\n");
    expect(await fileCount()).toBe(before);
    expect(await (await api.get(pathOf("again"))).text()).toBe("second\n");
    expect(await deployment("again")).toMatchObject({ commit: "c1", deployedBy: "sends" });
  });

  it("is for agents and versions of any name, and joins what workers call themselves", async () => {
    await saveWorkerRows(api.database.scope, [{ id: "w-joined", deployment: "feature/a b", startedAgoS: 600 }]);
    expect((await send("feature/a b", "x\n")).status).toBe(201);
    expect(await (await api.get(pathOf("feature/a b"))).text()).toBe("x\n");
    expect(await deployment("feature/a b")).toMatchObject({ isCurrent: true, workerCount: 1, build: { hasLog: true } });
    expect((await send("1", "y\n", { agent: "front desk/2" })).status).toBe(201);
    expect((await api.get(`/api/v1/agents/${encodeURIComponent("front desk/2")}`)).status).toBe(200);
  });

  it("gives a part of it, and the whole as a file", async () => {
    const part = await api.get(pathOf("again"), { range: "bytes=0-5" });
    expect([part.status, await part.text()]).toEqual([206, "second"]);
    const file = await api.get(`${pathOf("feature/a b")}?download=1`);
    expect(file.headers.get("content-disposition")).toBe('attachment; filename="build-receptionist-feature_a_b.log"');
  });
});

describe("what is refused", () => {
  it("401 for a wrong secret, 403 for one that only reads; ingest and admin may send", async () => {
    const url = `${api.server.url}${pathOf("v9")}`;
    const headers = { authorization: "Bearer sends:wrong" };
    expect((await fetch(url, { method: "POST", headers, body: "x" })).status).toBe(401);
    const refused = await send("v9", "x\n", { key: "reads" });
    expect([refused.status, (await refused.json()).error.message]).toEqual([
      403,
      "API key reads may not do this: it needs a member's role, or a key with the scope ingest or admin.",
    ]);
    expect((await send("v9", "x\n", { key: "manages" })).status).toBe(201);
    const get = await api.get(pathOf("v9"), { authorization: "Bearer sends:secret-of-sends" });
    expect(get.status).toBe(403);
  });

  it("403 for a viewer and for another site's page", async () => {
    const viewer = await makePerson({ scope: api.database.scope, role: "viewer" });
    const member = await makePerson({ scope: api.database.scope, role: "member" });
    const post = (headers: Record<string, string>) =>
      fetch(`${api.server.url}${pathOf("v9")}`, { method: "POST", headers, body: "x" });
    const ours = (cookie: string) => fromOurPage(api.server.url, cookie);
    expect((await post(ours(viewer.cookie))).status).toBe(403);
    expect((await post({ ...ours(member.cookie), origin: "https://evil.example" })).status).toBe(403);
    expect((await post(ours(member.cookie))).status).toBe(201);
  });

  it("404 for another project's log, and for one that is not there, in words that tell the two reasons apart", async () => {
    const elsewhere = { authorization: "Bearer elsewhere:secret-of-elsewhere" };
    expect((await api.get(pathOf("v1"), elsewhere)).status).toBe(404);
    // The same names in another project are another agent.
    expect((await send("v1", "other\n", { key: "elsewhere" })).status).toBe(201);
    expect(await (await api.get(pathOf("v1"))).text()).toBe(PLAIN);
    const missing = await api.get(pathOf("nothing"));
    expect([missing.status, (await missing.json()).error.message]).toEqual([
      404,
      expect.stringContaining("nobody sent one"),
    ]);
  });

  it.each([
    ["status", { status: "great" }],
    ["startedAt", { startedAt: "yesterday" }],
    ["commit", { commit: "x".repeat(201) }],
  ])("400 names a wrong %s", async (name, query) => {
    const refused = await send("v9", "x\n", { query });
    expect([refused.status, (await refused.json()).error.message]).toEqual([400, expect.stringContaining(name)]);
  });

  it("400 for an empty body, 413 for more than 32 MiB; neither leaves a file", async () => {
    const before = await fileCount();
    expect((await send("v8", "")).status).toBe(400);
    const large = await send("v8", Buffer.alloc(33 * 1024 * 1024, "line of a build\n"));
    expect([large.status, (await large.json()).error.message]).toEqual([413, expect.stringContaining("33554432")]);
    expect(await fileCount()).toBe(before);
    expect(await deployment("v8")).toBeUndefined();
  });

  it("nothing is kept of a log whose sender breaks off", async () => {
    const before = await fileCount();
    const headers = { authorization: "Bearer sends:secret-of-sends", "content-length": "1000" };
    await new Promise<void>((resolve) => {
      const sent = request(`${api.server.url}${pathOf("broken")}`, { method: "POST", headers });
      sent.on("error", () => resolve());
      sent.write("half of it\n", () => setTimeout(() => sent.destroy(new Error("gone")), 50));
    });
    await expect.poll(fileCount).toBe(before);
    expect(await deployment("broken")).toBeUndefined();
  });

  it("bytes that are no text are kept as far as they are one", async () => {
    expect((await send("binary", gzipSync("not text"))).status).toBe(201);
    expect((await api.get(pathOf("binary"))).status).toBe(200);
  });
});

describe("keeping build logs", () => {
  it("a version that runs and the last 20 keep theirs; the rest of what is known of the others stays", async () => {
    const { scope } = api.database;
    for (let index = 0; index < 23; index += 1) await send(`n${index}`, `log ${index}\n`, { agent: "keeper" });
    await pool().query(
      `update deployment set first_seen_at = now() - (100 - substr(version, 2)::int) * interval '1 hour' where agent = 'keeper'`,
    );
    await saveWorkerRows(scope, [
      { id: "w-keeps", agent: "keeper", deployment: "n1", startedAgoS: 99 * 3600 },
      {
        id: "w-gone",
        agent: "keeper",
        deployment: "n2",
        startedAgoS: 98 * 3600,
        state: "exited",
        exitCode: 0,
        endedAgoS: 60,
      },
    ]);
    await tidyBuildLogs();
    const { deployments } = AgentAnswer.parse(await api.getJson("/api/v1/agents/keeper"));
    const without = deployments.filter(({ build }) => !build?.hasLog).map(({ version }) => version);
    expect(without.sort()).toEqual(["n0", "n2"]);
    expect(deployments.find(({ version }) => version === "n0")?.build?.status).toBe("succeeded");
    const gone = await api.get(pathOf("n0", "keeper"));
    expect([gone.status, (await gone.json()).error.message]).toEqual([404, expect.stringContaining("was removed")]);
    expect((await api.get(pathOf("n1", "keeper"))).status).toBe(200);
  });

  it("remembers versions and when they were deployed when their workers are forgotten", async () => {
    await saveWorkerRows(api.database.scope, [
      { id: "w-old", agent: "forgotten", deployment: "v7", startedAgoS: 5000 },
    ]);
    await tidyBuildLogs();
    await pool().query("delete from worker where id = 'w-old'");
    const { deployments } = AgentAnswer.parse(await api.getJson("/api/v1/agents/forgotten"));
    expect(deployments).toMatchObject([{ version: "v7", isCurrent: true, isActive: false, workerCount: 0 }]);
    expect(Date.now() - Date.parse(deployments[0]?.deployedAt ?? "")).toBeCloseTo(5_000_000, -4);
  });

  it("a file that no version names goes after a day, never before", async () => {
    const { projectId } = api.database.scope;
    const today = new Date().toISOString().slice(0, 10);
    const orphan = `build-logs/${projectId}/${today}/orphan.log`;
    await blobs().put(orphan, Buffer.from("x"));
    await tidyBuildLogs();
    expect(await blobs().stat(orphan)).not.toBeNull();
    await tidyBuildLogs(() => new Date(Date.now() + 2 * 24 * 3600 * 1000));
    expect(await blobs().stat(orphan)).toBeNull();
    expect(await (await api.get(pathOf("v1"))).text()).toBe(PLAIN);
  });

  it("all of them go with their project", async () => {
    await deleteProjectBlobs(proveScope("prj_other"), async () => undefined);
    expect(await filesOf("prj_other")).toEqual([]);
    expect((await filesOf(api.database.scope.projectId)).length).toBeGreaterThan(0);
  });
});

async function filesOf(projectId: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of blobs().list(`build-logs/${projectId}`)) keys.push(key);
  return keys;
}

async function fileCount(): Promise<number> {
  return (await filesOf(api.database.scope.projectId)).length;
}
