import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATIONS } from "@/app/api/v1/openapi.json/operations";
import { proveScope } from "@/lib/access/scopes";
import { encryptSecret } from "@/lib/access/secrets";
import { pool } from "@/lib/db";
import { saveKey } from "@/lib/store/keys";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;
const job = JOBS["python-realtime"];

beforeAll(async () => {
  api = await openReadApi();
  await api.replay("python-realtime");
  await api.digest([job]);
  await pool().query("insert into project (id, slug, name) values ('prj_other', 'other', 'Other')");
  const pairs = [
    { id: "other", scopes: ["read", "admin"] as const, projectId: "prj_other" },
    { id: "sender", scopes: ["ingest"] as const, projectId: api.database.project.projectId },
  ];
  for (const { id, scopes, projectId } of pairs) {
    const key = { id, secretEncrypted: encryptSecret("a-secret-of-its-own"), scopes: [...scopes] };
    await saveKey(proveScope(projectId), key);
  }
});
afterAll(() => api?.close());

/** All read endpoints of sessions, with a session that exists; `access/routes.test.ts` walks through all others. */
const paths = OPERATIONS.filter(({ method, path }) => method === "get" && path.startsWith("/api/v1/sessions")).map(
  ({ path }) => path.replace("{id}", job).replace("{recordId}", "whatever"),
);
const ofSession = paths.filter((path) => path.includes(job));

describe.each(paths)("GET %s", (path) => {
  it("is 401 without a key and with a wrong secret", async () => {
    const none = await fetch(`${api.server.url}${path}`);
    expect(none.status).toBe(401);
    expect(await none.json()).toMatchObject({ error: { code: "unauthenticated" } });
    expect((await api.get(path, { authorization: "Bearer devkey:wrong" })).status).toBe(401);
  });

  it("is 403 for a key that may only send", async () => {
    const answer = await api.get(path, { authorization: "Bearer sender:a-secret-of-its-own" });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { code: "forbidden" } });
  });
});

describe.each(ofSession)("GET %s", (path) => {
  it("is 404 for an unknown session, for another project's, and for ids made to break something", async () => {
    const ids = [
      "AJ_unknown",
      "'; drop table session; --",
      "../../etc/passwd",
      "%00",
      "a/b",
      "ü😀",
      "RM_".padEnd(400, "x"),
    ];
    for (const id of ids) {
      const answer = await api.get(path.replace(job, encodeURIComponent(id)));
      expect([id, answer.status]).toEqual([id, 404]);
      expect(await answer.json()).toMatchObject({ error: { code: "not-found" } });
    }
    const foreign = await api.get(path, { authorization: "Bearer other:a-secret-of-its-own" });
    expect(foreign.status).toBe(404);
  });
});

it("does not answer for a room whose session has an id of its own", async () => {
  const { roomId } = await api.getJson<{ roomId: string }>(`/api/v1/sessions/${job}`);
  expect((await api.get(`/api/v1/sessions/${roomId}/timeline`)).status).toBe(404);
});

it("is 404 for a record that the session has not", async () => {
  const answer = await api.get(`/api/v1/sessions/${job}/records/0123456789abcdef`);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ error: { message: expect.stringContaining("0123456789abcdef") } });
});

describe("a wrong parameter is 400 and named", () => {
  it.each([
    ["/api/v1/sessions?limit=0", "limit"],
    ["/api/v1/sessions?limit=many", "limit"],
    ["/api/v1/sessions?status=gone", "status"],
    ["/api/v1/sessions?sort=id", "sort"],
    ["/api/v1/sessions?from=yesterday", "from"],
    ["/api/v1/sessions?cursor=xyz", "cursor"],
    [`/api/v1/sessions?cursor=${Buffer.from('["now()","x"]').toString("base64url")}`, "cursor"],
    [
      `/api/v1/sessions?sort=latency&cursor=${Buffer.from('["2026-01-01T00:00:00.000Z","x"]').toString("base64url")}`,
      "cursor",
    ],
    ["/api/v1/sessions?q=%00", "q"],
    ["/api/v1/sessions/a%00b/timeline", "id"],
    [`/api/v1/sessions/${job}/records/%00`, "recordId"],
    [`/api/v1/sessions/${job}/stream?cursor=xyz`, "cursor"],
    [`/api/v1/sessions/${job}/peaks?buckets=-1`, "buckets"],
    [`/api/v1/sessions/${job}/audio?side=left`, "side"],
  ])("%s", async (path, word) => {
    const answer = await api.get(path);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: "invalid", message: expect.stringContaining(word) } });
  });
});
