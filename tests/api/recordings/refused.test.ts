import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as recordings from "@/app/observability/recordings/v0/route";
import { blobs } from "@/lib/blobs";
import { openTestDatabase, type TestDatabase } from "../../harness/database";
import { capturedRequest, send, sign } from "../../harness/senders";
import { startServer, type TestServer } from "../../harness/server";

const BYTES_MAX = 3_000_000;
let database: TestDatabase;
let server: TestServer;
let client: pg.Client;

beforeAll(async () => {
  database = await openTestDatabase({ RECORDING_BYTES_MAX: String(BYTES_MAX) });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  server = await startServer({ "/observability/recordings/v0": recordings });
});
afterAll(async () => {
  await server.close();
  await client.end();
  await database.close();
});

const request = capturedRequest("python-clinic", "/recordings/v0");

async function blobCount(): Promise<number> {
  let count = 0;
  for await (const _blob of blobs().list("")) count += 1;
  return count;
}

it("refuses a sender without a good token: 401, and keeps no audio", async () => {
  const headers = { authorization: `Bearer ${sign({}, "other")}` };
  expect((await send(server.url, request, { headers })).status).toBe(401);
  expect(await blobCount()).toBe(0);
});

it("refuses what is not multipart: 415", async () => {
  expect((await send(server.url, request, { headers: { "content-type": "application/json" } })).status).toBe(415);
});

it("refuses a compressed upload, which no SDK sends, in words that say so: 415", async () => {
  const answer = await send(server.url, request, { headers: { "content-encoding": "gzip" } });
  expect(answer.status).toBe(415);
  expect(await answer.text()).toContain('Content-Encoding "gzip"');
});

it("refuses an upload that breaks off, and keeps no audio: 400", async () => {
  const answer = await send(server.url, request, { body: request.body.subarray(0, -500) });
  expect(answer.status).toBe(400);
  expect(await blobCount()).toBe(0);
});

it("refuses an upload whose header names neither job nor room, and keeps no audio: 400", async () => {
  const body = Buffer.from(request.body);
  for (const id of body.toString("latin1").matchAll(/(?:AJ|RM)_\w{12}/g)) body.fill(0, id.index, id.index + 15);
  const answer = await send(server.url, request, { body });
  expect(answer.status).toBe(400);
  expect(await blobCount()).toBe(0);
});

it("refuses an upload above the limit, with and without Content-Length: 413", async () => {
  const boundary = /boundary="?([^";]+)/.exec(request.headers["content-type"] ?? "")?.[1];
  const part = (head: string, content: Buffer) =>
    Buffer.concat([Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`), content]);
  const body = Buffer.concat([
    part('name="audio"; filename="recording.ogg"\r\nContent-Type: audio/ogg', Buffer.alloc(BYTES_MAX + 1)),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const answer = await send(server.url, request, { body });
  expect(answer.status).toBe(413);
  expect(await answer.text()).toContain(String(BYTES_MAX));
  const chunked = new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(body));
      controller.close();
    },
  });
  const headers = { authorization: `Bearer ${sign({})}`, "content-type": request.headers["content-type"] ?? "" };
  const init: RequestInit & { duplex: "half" } = { method: "POST", headers, body: chunked, duplex: "half" };
  expect((await fetch(`${server.url}/observability/recordings/v0`, init)).status).toBe(413);
  expect(await blobCount()).toBe(0);
});

it("tells the SDK when to come again when the journal cannot be written, and keeps no audio: 503", async () => {
  await client.query("alter table journal_entry rename to journal_entry_away");
  await client.query("create view journal_entry as select * from journal_entry_away offset 0");
  const answer = await send(server.url, request);
  await client.query("drop view journal_entry");
  await client.query("alter table journal_entry_away rename to journal_entry");
  expect(answer.status).toBe(503);
  expect(answer.headers.get("content-type")).toBe("application/x-protobuf");
  // PROTOCOL §2.3: without this detail, SDKs give the recording up.
  expect(await answer.text()).toContain("type.googleapis.com/google.rpc.RetryInfo");
  expect(await blobCount()).toBe(0);
  expect((await send(server.url, request)).status).toBe(200);
  expect(await blobCount()).toBe(1);
});
