import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as recordings from "@/app/observability/recordings/v0/route";
import { blobs } from "@/lib/blobs";
import { readSession } from "@/lib/journal/read";
import type { JournalEntry, RecordingEnvelope } from "@/lib/model/journal";
import { openTestDatabase, type TestDatabase } from "../../harness/database";
import { capturedRequest, send } from "../../harness/senders";
import { startServer, type TestServer } from "../../harness/server";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startServer({ "/observability/recordings/v0": recordings });
});
afterAll(async () => {
  await server.close();
  await database.close();
});

function envelopeOf(entry: JournalEntry | undefined): RecordingEnvelope {
  return JSON.parse(gunzipSync(entry?.body ?? Buffer.alloc(0)).toString());
}

it.each(["python-clinic", "node-clinic"])(
  "%s: audio goes to the blob store, the rest under the job's id",
  async (name) => {
    const request = capturedRequest(name, "/recordings/v0");
    const job = /AJ_\w{12}/.exec(request.body.toString("latin1"))?.[0] ?? "";
    expect((await send(server.url, request)).status).toBe(200);
    const [entry] = await readSession(database.scope, [job]);
    expect(entry).toMatchObject({ signal: "recording", encoding: "json" });
    const { audio, chatHistory, headerBase64 } = envelopeOf(entry);
    expect(Buffer.from(headerBase64, "base64").toString("latin1")).toContain(job);
    expect(JSON.parse(chatHistory ?? "").items.length).toBeGreaterThan(10);
    const kept = await blobs().get(audio?.blobKey ?? "");
    expect(kept.length).toBe(audio?.sizeBytes);
    // The audio stands in the request as it is: found there by its own bytes.
    expect(kept.subarray(0, 4).toString()).toBe("OggS");
    expect(request.body.indexOf(kept)).toBeGreaterThan(0);
  },
);

it("an SDK that does not name the job in the header is kept under the room's SID", async () => {
  const request = capturedRequest("python-1.3.12-clinic", "/recordings/v0");
  expect((await send(server.url, request)).status).toBe(200);
  const room = /RM_\w{12}/.exec(request.body.toString("latin1"))?.[0] ?? "";
  expect(await readSession(database.scope, [room])).toHaveLength(1);
});

it("a recording without audio is kept without a blob", async () => {
  const request = capturedRequest("python-partial-no-audio-no-logs", "/recordings/v0");
  const job = /AJ_\w{12}/.exec(request.body.toString("latin1"))?.[0] ?? "";
  expect((await send(server.url, request)).status).toBe(200);
  const [entry] = await readSession(database.scope, [job]);
  expect(envelopeOf(entry).audio).toBeNull();
});
