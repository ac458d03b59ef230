import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as recordings from "@/app/observability/recordings/v0/route";
import * as traces from "@/app/observability/traces/otlp/v0/route";
import { openTestDatabase, type TestDatabase } from "../../harness/database";
import { capturedRequest, sign } from "../../harness/senders";
import { startServer, type TestServer } from "../../harness/server";

// Clients that ask before they send a large body (curl from 1 MiB on). Source: RFC 9110 §10.1.1.
const TRACES = "/observability/traces/otlp/v0";
const RECORDINGS = "/observability/recordings/v0";
const request = capturedRequest("python-clinic", "/traces/otlp/v0");

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await openTestDatabase({ RECORDING_BYTES_MAX: "3000000" });
  server = await startServer({ [TRACES]: traces, [RECORDINGS]: recordings });
});
afterAll(async () => {
  await server.close();
  await database.close();
});

/** Sends a head that asks, then the body if it is asked for; all that came back until the other end was done. */
async function ask(path: string, headers: Record<string, string>, body: Uint8Array): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  const head = { host: "x", expect: "100-continue", "content-length": String(body.length), ...headers };
  socket.write(
    `POST ${path} HTTP/1.1\r\n${Object.entries(head)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join("")}\r\n`,
  );
  let answer = "";
  let hasSent = false;
  for await (const piece of socket) {
    answer += piece.toString("latin1");
    if (answer.startsWith("HTTP/1.1 100") && !hasSent) socket.write(body);
    hasSent ||= answer.startsWith("HTTP/1.1 100");
    if (/HTTP\/1\.1 200[\s\S]*\r\n\r\n/.test(answer)) break;
  }
  socket.destroy();
  return answer;
}

const statusLines = (answer: string) => answer.match(/HTTP\/1\.1 \d+/g);
const headersOf = (over: Record<string, string> = {}) => ({
  authorization: `Bearer ${sign({ observability: { write: true } })}`,
  "content-type": "application/x-protobuf",
  "content-encoding": "gzip",
  ...over,
});

it("a body that is welcome is asked for, and taken", async () => {
  expect(statusLines(await ask(TRACES, headersOf(), request.body))).toEqual(["HTTP/1.1 100", "HTTP/1.1 200"]);
});

it("one that would be too large is refused before it is sent, and the connection ends", async () => {
  const answer = await ask(TRACES, headersOf({ "content-length": "99999999999" }), request.body);
  expect(statusLines(answer)).toEqual(["HTTP/1.1 413"]);
  expect(answer.toLowerCase()).toContain("connection: close");
});

it("a recording too", async () => {
  const type = { "content-type": "multipart/form-data; boundary=b" };
  const { "content-encoding": _none, ...headers } = headersOf(type);
  const answer = await ask(RECORDINGS, { ...headers, "content-length": "3000001" }, request.body);
  expect(statusLines(answer)).toEqual(["HTTP/1.1 413"]);
  expect(answer).toContain("3000000 bytes");
});

it("nobody's body is asked for without a good token", async () => {
  expect(statusLines(await ask(TRACES, headersOf({ authorization: "Bearer x" }), request.body))).toEqual([
    "HTTP/1.1 401",
  ]);
});
