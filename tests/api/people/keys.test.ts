import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { pool } from "@/lib/db";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { sign } from "../../harness/senders";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
});
afterAll(() => api?.close());

interface Pair {
  id: string;
  secret: string;
}

async function change(method: string, path: string, body?: object): Promise<Response> {
  const headers = { authorization: "Bearer devkey:secret", "content-type": "application/json" };
  return fetch(`${api.server.url}/api/v1${path}`, { method, headers, body: body ? JSON.stringify(body) : null });
}

async function makePair(scopes: string[]): Promise<Pair> {
  const answer = await change("POST", "/project/keys", { label: "for a test", scopes });
  expect(answer.status).toBe(201);
  return answer.json();
}

function send({ id, secret }: Pair): Promise<Response> {
  const headers = { authorization: `Bearer ${sign({ iss: id }, secret)}`, "content-type": "application/json" };
  return fetch(`${api.server.url}/v1/logs`, { method: "POST", headers, body: "{}" });
}

it("a pair in LiveKit's form works at once; its secret is told once and stored encrypted", async () => {
  const pair = await makePair(["ingest"]);
  expect(pair.id).toMatch(/^API[A-Za-z0-9]{12}$/);
  expect(pair.secret).toMatch(/^[A-Za-z0-9]{43}$/);
  expect((await send(pair)).status).toBe(200);
  const listed = await (await change("GET", "/project/keys")).text();
  expect(listed).toContain(pair.id);
  expect(listed).not.toContain(pair.secret);
  const { rows } = await pool().query("select secret_encrypted from api_key where id = $1", [pair.id]);
  expect(rows[0].secret_encrypted.includes(pair.secret)).toBe(false);
});

it("several pairs work at a time, each with its scopes only", async () => {
  const [sender, reader] = [await makePair(["ingest"]), await makePair(["read"])];
  const read = (pair: Pair) => api.get("/api/v1/project", { authorization: `Bearer ${pair.id}:${pair.secret}` });
  expect([(await send(sender)).status, (await read(sender)).status]).toEqual([200, 403]);
  expect([(await send(reader)).status, (await read(reader)).status]).toEqual([403, 200]);
  const settings = await api.get("/api/v1/project/keys", { authorization: `Bearer ${reader.id}:${reader.secret}` });
  expect(settings.status).toBe(403);
});

it("says when a key was used last, written at most once a minute", async () => {
  const pair = await makePair(["ingest"]);
  for (let index = 0; index < 20; index += 1) await send(pair);
  const usedAt = async () => {
    const { rows } = await pool().query("select last_used_at, xmin::text from api_key where id = $1", [pair.id]);
    return rows[0];
  };
  await vi.waitFor(async () => expect((await usedAt()).last_used_at).not.toBeNull());
  const first = await usedAt();
  for (let index = 0; index < 20; index += 1) await send(pair);
  expect(await usedAt()).toEqual(first);
});

it("a revoked key is refused within five seconds, by every process that knew it", async () => {
  const pair = await makePair(["ingest", "read"]);
  const { authenticateSender } = await import("@/lib/access/ingest");
  // A second copy of the modules is what a second process is: a key table of its own over the same database.
  vi.resetModules();
  const other = await import("@/lib/access/ingest");
  expect(other.authenticateSender).not.toBe(authenticateSender);
  const header = `Bearer ${sign({ iss: pair.id }, pair.secret)}`;
  const isTaken = (prove: typeof authenticateSender) =>
    prove(header).then(
      () => true,
      () => false,
    );
  expect([await isTaken(authenticateSender), await isTaken(other.authenticateSender)]).toEqual([true, true]);
  expect((await change("DELETE", `/project/keys/${pair.id}`)).status).toBe(204);
  const revokedAtMs = performance.now();
  await vi.waitFor(
    async () => {
      expect([await isTaken(authenticateSender), await isTaken(other.authenticateSender)]).toEqual([false, false]);
      expect((await send(pair)).status).toBe(401);
    },
    { timeout: 8_000, interval: 100 },
  );
  expect(performance.now() - revokedAtMs).toBeLessThan(5_500);
  expect((await change("DELETE", `/project/keys/${pair.id}`)).status).toBe(404);
});

it.each([
  [{ label: "x" }, "scopes"],
  [{ label: "x", scopes: [] }, "scopes"],
  [{ label: "x", scopes: ["root"] }, "scopes"],
  [{ label: "", scopes: ["read"] }, "label"],
  [{ label: "x", scopes: ["read"], secret: "mine" }, "secret"],
])("refuses %j and names %s", async (body, word) => {
  const answer = await change("POST", "/project/keys", body);
  expect(answer.status).toBe(400);
  expect((await answer.json()).error.message).toContain(word);
});

it("making and revoking stand in the audit log, without the secret", async () => {
  const pair = await makePair(["read"]);
  await change("DELETE", `/project/keys/${pair.id}`);
  const text = await (await change("GET", `/audit?q=${pair.id}`)).text();
  expect(JSON.parse(text).entries.map((entry: { action: string }) => entry.action)).toEqual([
    "key.revoke",
    "key.create",
  ]);
  expect(text).not.toContain(pair.secret);
});
