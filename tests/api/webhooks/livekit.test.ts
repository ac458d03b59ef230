import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as webhook from "@/app/webhooks/livekit/route";
import { readSession } from "@/lib/journal/read";
import { openTestDatabase, type TestDatabase } from "../../harness/database";
import { capturedRequest, loadCapture, send, sign } from "../../harness/senders";
import { startServer, type TestServer } from "../../harness/server";

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await openTestDatabase();
  server = await startServer({ "/webhooks/livekit": webhook });
});
afterAll(async () => {
  await server.close();
  await database.close();
});

const request = capturedRequest("python-record-false", "/webhook");

it("keeps livekit-server's events under the room's SID, without the room's credential", async () => {
  const sent = loadCapture("python-record-false").requests.filter(({ path }) => path.endsWith("/webhook"));
  for (const one of sent) expect((await send(server.url, one)).status).toBe(200);
  const { room } = JSON.parse(request.body.toString());
  const entries = await readSession(database.scope, [room.sid]);
  expect(entries).toHaveLength(sent.length);
  const text = entries.map((entry) => gunzipSync(entry.body).toString()).join("\n");
  expect(sent.map(({ body }) => body.toString()).join("\n")).toContain("turnPassword");
  expect(text).not.toContain("turnPassword");
  expect(text).toContain("participant_joined");
});

it("refuses a body that is not the signed one: 401", async () => {
  const other = Buffer.from(request.body.toString().replace("room_started", "room_stopped"));
  const signed = sign({ sha256: "Rdz6eeSqLJPTuForjaIZHzNl4ZjKnZIO6yp5uNG/zaM=" });
  expect((await send(server.url, request, { body: other, headers: { authorization: signed } })).status).toBe(401);
});

it("refuses a token of an agent, which signs no body: 401", async () => {
  expect((await send(server.url, request, { headers: { authorization: sign({}) } })).status).toBe(401);
  expect((await send(server.url, request, { headers: { authorization: null } })).status).toBe(401);
});

it("refuses what is no JSON object, names no event, or has an id that is none: 400", async () => {
  const endless = JSON.stringify({ event: "room_started", room: { sid: "R".repeat(201) } });
  for (const text of ["hello", "[]", "{}", endless]) {
    expect((await send(server.url, request, { body: Buffer.from(text) })).status).toBe(400);
  }
});

it("refuses a body of more than a mebibyte: 413", async () => {
  expect((await send(server.url, request, { body: Buffer.alloc(1024 * 1024 + 1, " ") })).status).toBe(413);
});

it("accepts an event without a room, and keeps nothing of it", async () => {
  const body = Buffer.from('{"event":"ingress_started","id":"EV_x","createdAt":"1795262672"}');
  expect((await send(server.url, request, { body })).status).toBe(200);
});
