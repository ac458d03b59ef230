import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { RecordLog } from "@/sidecar/record-log";
import { Sender } from "@/sidecar/sender";
import { WorkerRun } from "@/sidecar/worker-run";

const MIB = 1024 * 1024;

/** One request's records; the first is the worker's. */
type Sent = { type: string; raw?: string; text?: string; lastError?: string }[];

let server: Server;
let requests: Sent[];
/** Answers a request of these records; 200 unless a test says otherwise. */
let answer: (sent: Sent) => { status: number; headers?: Record<string, string> };
let ended: Promise<void> | null;
let stop: () => void;

beforeEach(async () => {
  requests = [];
  answer = () => ({ status: 200 });
  ended = null;
  server = createServer(async (request, response) => {
    const lines = gunzipSync(Buffer.concat(await request.toArray()))
      .toString()
      .trimEnd()
      .split("\n");
    const sent: Sent = lines.map((line) => JSON.parse(line));
    requests.push(sent);
    const { status, headers } = answer(sent);
    response.writeHead(status, headers).end("words of the server");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Sockets keep their own time.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});
afterEach(async () => {
  stop();
  await vi.advanceTimersByTimeAsync(5_000);
  await ended;
  vi.useRealTimers();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function start(): { run: WorkerRun; sender: Sender } {
  const { port } = server.address() as AddressInfo;
  const target = { url: `http://127.0.0.1:${port}`, key: "k:s" };
  const sender = new Sender({ target, nextOldRun: async () => null, onTrouble: () => undefined });
  const identity = { id: "w1", agent: "a", startedAt: Date.now(), sender: "sidecar" };
  const run = new WorkerRun(identity, { onRecords: () => sender.wake() });
  const log = new RecordLog({
    ...{ store: null, bytesMax: 64 * MIB, memoryBytesMax: 8 * MIB },
    head: () => run.head(),
    pieces: () => run.pieces(),
    toNotice: (loss) => run.toNotice(loss),
    onTrouble: () => undefined,
  });
  run.attach(log);
  sender.add({ identity, log, onTooLarge: ({ lastSeq }) => run.tooLarge(lastSeq) });
  stop = () => sender.stop(1_000);
  ended = sender.run();
  return { run, sender };
}

function print(run: WorkerRun, lines: string[]): void {
  run.take("stdout", Buffer.from(lines.map((line) => `${line}\n`).join("")), Date.now());
  run.cut(Date.now());
}

/** Lets time pass and, between its steps, answers come. */
async function pass(ms: number): Promise<void> {
  const stepMs = Math.min(ms, 500);
  for (let passedMs = 0; passedMs < ms; passedMs += stepMs) {
    await vi.advanceTimersByTimeAsync(stepMs);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 2_000 && !isSo(); tries += 1) await pass(20);
  expect(isSo()).toBe(true);
}

const rawsOf = (all: Sent[]) => all.flatMap((sent) => sent.flatMap(({ raw }) => (raw === undefined ? [] : [raw])));

it("says that a silent worker is there, at least every half minute: three times missed, the server takes it for lost", async () => {
  const { run } = start();
  print(run, ["one"]);
  await until(() => requests.length === 1);
  const before = requests.length;
  await pass(120_000);
  const signs = requests.slice(before);
  expect(signs.length).toBeGreaterThanOrEqual(4);
  expect(signs.every((sent) => sent.length === 1 && sent[0]?.type === "worker")).toBe(true);
});

it("makes requests smaller until the server takes them, and says which line it never takes", async () => {
  answer = (sent) => ({ status: sent.length > 3 || sent.some(({ raw }) => raw === "too large") ? 413 : 200 });
  const { run } = start();
  print(run, ["one", "two", "three", "too large", "five", "six"]);
  const taken = () => rawsOf(requests.filter((sent) => answer(sent).status === 200));
  await until(() => taken().length >= 5);
  expect(taken()).toEqual(["one", "two", "three", "five", "six"]);
  await until(() => requests.some((sent) => sent.some(({ text }) => text?.startsWith("Line 4 is missing"))));
});

it("after a failure waits, sends the same again, and tells the server what the trouble was, for ten minutes", async () => {
  let failures = 3;
  answer = () => (failures-- > 0 ? { status: 503, headers: { "retry-after": "5" } } : { status: 200 });
  const { run } = start();
  print(run, ["one"]);
  const beganMs = Date.now();
  await until(() => requests.length === 4);
  // Not earlier than it was asked to.
  expect(Date.now() - beganMs).toBeGreaterThanOrEqual(15_000);
  expect(requests.map((sent) => sent[1]?.raw)).toEqual(["one", "one", "one", "one"]);
  expect(requests[0]?.[0]?.lastError).toBeUndefined();
  expect(requests[3]?.[0]?.lastError).toMatch(/^The server answered 503 at .*: words of the server/);
  await pass(620_000);
  const last = requests.at(-1);
  expect(last?.[0]?.lastError).toBeUndefined();
});

it("a key that is refused is not tried again at once, and what is printed meanwhile waits", async () => {
  let isRefused = true;
  answer = () => ({ status: isRefused ? 401 : 200 });
  const { run } = start();
  print(run, ["one"]);
  await until(() => requests.length === 1);
  print(run, ["two"]);
  await pass(5_000);
  expect(requests.length).toBe(1);
  isRefused = false;
  await until(() => rawsOf(requests).includes("two"));
  expect(rawsOf(requests.slice(1))).toEqual(["one", "two"]);
});

it("when it is told to stop it sends what is left, and then ends", async () => {
  const { run, sender } = start();
  print(run, ["one", "two"]);
  sender.stop(10_000);
  await pass(500);
  await ended;
  expect(rawsOf(requests)).toEqual(["one", "two"]);
});
