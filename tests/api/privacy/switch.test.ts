import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { bearerToken, capturedRequest, loadCapture, send } from "../../harness/senders";
import { learnPolicy, patchProject, rowCounts, waitForSwitch } from "./settings";

let api: ReadApi;
let client: pg.Client;

beforeAll(async () => {
  api = await openReadApi();
  client = new pg.Client({ connectionString: api.database.url });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await api?.close();
});

/** What lies in the blob store, files that are being written too. */
function blobFiles(): string[] {
  const blobs = join(process.env.DATA_DIR ?? "", "blobs");
  if (!existsSync(blobs)) return [];
  const entries = readdirSync(blobs, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function until(isSo: () => boolean): Promise<void> {
  for (let left = 200; left > 0 && !isSo(); left -= 1) await new Promise((resolve) => setTimeout(resolve, 25));
  if (!isSo()) throw new Error("did not come to be");
}

const CAPTURES = ["python-clinic", "node-clinic", "python-1.3.12-clinic", "python-redaction", "python-thread-two-jobs"];

it("refuses every request of both SDKs with 401 and the words that make them go quiet, and stores 0 bytes", async () => {
  await patchProject(api, { recording: { enabled: false } });
  await waitForSwitch(api, 401);
  for (const capture of CAPTURES) {
    for (const request of loadCapture(capture).requests) {
      const answer = await send(api.server.url, request);
      const words = await answer.text();
      if (request.path.endsWith("/webhook")) {
        expect(answer.status).toBe(200);
        continue;
      }
      expect(answer.status).toBe(401);
      // What both SDKs look for (PROTOCOL §2.3), in the protocol's form: google.rpc.Status with code 16, UNAUTHENTICATED.
      expect(words).toContain("data recording is disabled");
      const isJson = request.headers["content-type"]?.startsWith("application/json");
      expect(answer.headers.get("content-type")).toBe(isJson ? "application/json" : "application/x-protobuf");
      if (isJson) expect(JSON.parse(words)).toEqual({ code: 16, message: "data recording is disabled" });
      else expect(words).toBe("\b\u0010\u0012\u001adata recording is disabled");
    }
  }
  expect(Object.values(await rowCounts(client)).every((count) => count === 0)).toBe(true);
  expect(blobFiles()).toEqual([]);
});

it("takes everything again within five seconds of turning it on, and the session shows whole", async () => {
  await patchProject(api, { recording: { enabled: true } });
  expect(await waitForSwitch(api, 200)).toBeLessThan(5_500);
  await api.replay("python-clinic");
  const { session, missing } = await api.getJson<{ session: { consent: object }; missing: string[] }>(
    "/api/v1/sessions/AJ_xZXBwwyJ42fT/timeline",
  );
  const whole = { asked: true, allowed: "yes", stored: true, offSince: null, droppedCount: 0 };
  expect(session.consent).toMatchObject({ audio: whole, transcript: whole, traces: whole, logs: whole });
  expect(missing).toEqual([]);
  const { rows } = await client.query("select count(*)::int as notices from journal_entry where signal = 6");
  expect(rows).toEqual([{ notices: 0 }]);
});

it("refuses what a session in progress sends after the switch", async () => {
  const requests = loadCapture("node-clinic").requests.filter(({ path }) => !path.endsWith("/webhook"));
  for (const request of requests.slice(0, 5)) expect((await send(api.server.url, request)).status).toBe(200);
  const before = await rowCounts(client);
  await patchProject(api, { recording: { enabled: false } });
  await waitForSwitch(api, 401);
  for (const request of requests.slice(5)) expect((await send(api.server.url, request)).status).toBe(401);
  expect(await rowCounts(client)).toEqual(before);
  await patchProject(api, { recording: { enabled: true } });
  await waitForSwitch(api, 200);
});

it("refuses at its end an upload that began before the switch, and deletes its sound", async () => {
  const upload = capturedRequest("python-clinic", "/recordings/v0");
  const before = await rowCounts(client);
  const filesBefore = blobFiles();
  const half = upload.body.length >> 1;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(new Uint8Array(upload.body.subarray(0, half)));
      await until(() => blobFiles().length > filesBefore.length);
      await patchProject(api, { recording: { enabled: false } });
      await learnPolicy();
      controller.enqueue(new Uint8Array(upload.body.subarray(half)));
      controller.close();
    },
  });
  const answer = await fetch(`${api.server.url}${upload.path}`, {
    method: "POST",
    headers: { authorization: bearerToken(), "content-type": upload.headers["content-type"] ?? "" },
    body,
    duplex: "half",
  } as RequestInit);
  expect(answer.status).toBe(401);
  expect(await answer.text()).toContain("data recording is disabled");
  expect(await rowCounts(client)).toEqual(before);
  expect(blobFiles()).toEqual(filesBefore);
  await patchProject(api, { recording: { enabled: true } });
  await learnPolicy();
});

it("tells who turned the switch and when, and keeps it in the audit log", async () => {
  const project = await patchProject(api, { recording: { audio: false } });
  expect(project).toMatchObject({ recordingChangedBy: "devkey", recording: { audio: false } });
  expect(Date.now() - Date.parse(project.recordingChangedAt ?? "")).toBeLessThan(10_000);
  expect(project.recordingChanges.audio).toEqual({ at: project.recordingChangedAt, by: "devkey" });
  const { entries } = await api.getJson<{ entries: object[] }>("/api/v1/audit?limit=1");
  expect(entries[0]).toMatchObject({
    action: "project.update",
    actor: { kind: "key", id: "devkey" },
    details: { before: { "recording.audio": true }, after: { "recording.audio": false } },
  });
});
