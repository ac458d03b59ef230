import { Readable } from "node:stream";
import { afterEach, expect, it, vi } from "vitest";
import { AppError } from "@/lib/errors";
import type { Call } from "@/lib/http/call";
import { events, lastEventId, type ServerEvent } from "@/lib/http/events";

afterEach(() => {
  vi.useRealTimers();
});

function callWith(signal: AbortSignal): Call {
  return { signal } as Call;
}

const mayGoOn = async () => undefined;

function bodyOf(call: Call, source: AsyncIterable<ServerEvent>, askAgain: () => Promise<unknown> = mayGoOn): Readable {
  const { body } = events(call, source, askAgain);
  if (!(body instanceof Readable)) throw new Error("no stream");
  return body;
}

it("writes events with their cursor, and ends when the source ends", async () => {
  async function* source() {
    yield { event: "records", data: { text: "a\nb" }, id: "c1" };
    yield { event: "ended", data: null };
  }
  const chunks = await bodyOf(callWith(new AbortController().signal), source()).toArray();
  expect(Buffer.concat(chunks).toString()).toBe(
    'retry: 1000\n\nid: c1\nevent: records\ndata: {"text":"a\\nb"}\n\nevent: ended\ndata: null\n\n',
  );
});

it("says that it is still there while nothing happens, and loses no event over it", async () => {
  vi.useFakeTimers();
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  async function* source() {
    await arrived;
    yield { event: "records", data: 1 };
  }
  const iterator = bodyOf(callWith(new AbortController().signal), source())[Symbol.asyncIterator]();
  expect(String((await iterator.next()).value)).toContain("retry");
  const heartbeat = iterator.next();
  await vi.advanceTimersByTimeAsync(15_000);
  expect(String((await heartbeat).value)).toMatch(/^:/);
  arrive();
  expect(String((await iterator.next()).value)).toContain("event: records");
});

it("asks the source for the next event only when the last one was taken", async () => {
  let made = 0;
  async function* source() {
    while (true) {
      made += 1;
      yield { event: "records", data: "x".repeat(10_000) };
    }
  }
  const body = bodyOf(callWith(new AbortController().signal), source());
  await new Promise((resolve) => body.once("readable", resolve));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(made).toBeLessThan(10);
  body.destroy();
});

it("closes the source when the client goes away", async () => {
  const gone = new AbortController();
  let isClosed = false;
  async function* source() {
    try {
      yield { event: "records", data: 1 };
      await new Promise((resolve) => gone.signal.addEventListener("abort", resolve));
    } finally {
      isClosed = true;
    }
  }
  const reading = bodyOf(callWith(gone.signal), source()).toArray();
  setTimeout(() => gone.abort(), 20);
  await reading;
  await expect.poll(() => isClosed).toBe(true);
});

it("goes on from the browser's Last-Event-ID, else from ?cursor=", () => {
  const call = (header: string | null, query: string) =>
    ({ header: () => header, query: new URLSearchParams(query) }) as unknown as Call;
  expect(lastEventId(call("c2", "cursor=c1"))).toBe("c2");
  expect(lastEventId(call(null, "cursor=c1"))).toBe("c1");
  expect(lastEventId(call(null, ""))).toBeNull();
});

it("ends a source that always has something when its reader's right ends, says why, and asks no more", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  let [looks, isClosed] = [0, false];
  const askAgain = async () => {
    looks += 1;
    if (looks === 2) throw new AppError("forbidden", "Not any more.");
  };
  async function* source() {
    try {
      for (;;) {
        yield { event: "records", data: 1 };
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      isClosed = true;
    }
  }
  let text = "";
  const body = bodyOf(callWith(new AbortController().signal), source(), askAgain);
  body.setEncoding("utf8").on("data", (piece: string) => {
    text += piece;
  });
  const ended = new Promise((resolve) => body.once("close", resolve));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(text).not.toContain("closed");
  await vi.advanceTimersByTimeAsync(10_000);
  await ended;
  expect(text.endsWith('event: closed\ndata: {"code":"forbidden","message":"Not any more."}\n\n')).toBe(true);
  expect(isClosed).toBe(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(looks).toBe(2);
});

it("goes on when nobody can say whether the right lasts, and asks no second time while an answer is awaited", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  let [looks, fail] = [0, (_error: Error) => {}];
  const askAgain = () => {
    looks += 1;
    return new Promise((_resolve, reject) => {
      fail = reject;
    });
  };
  const gone = new AbortController();
  async function* source() {
    yield { event: "records", data: 1 };
    await new Promise((resolve) => gone.signal.addEventListener("abort", resolve));
  }
  const reading = bodyOf(callWith(gone.signal), source(), askAgain).toArray();
  await vi.advanceTimersByTimeAsync(50_000);
  expect(looks).toBe(1);
  fail(new AppError("unavailable", "The database is away."));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(looks).toBe(2);
  gone.abort();
  expect(Buffer.concat(await reading).toString()).not.toContain("closed");
});

it("ends for a slow reader of a source that is always ahead of him, too", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  async function* source() {
    for (;;) yield { event: "records", data: "x".repeat(20_000) };
  }
  const askAgain = () => Promise.reject(new AppError("forbidden", "Not any more."));
  const body = bodyOf(callWith(new AbortController().signal), source(), askAgain);
  const pieces = body[Symbol.asyncIterator]();
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  for (let read = 0; read < 5; read += 1) {
    await pieces.next();
    await turn();
  }
  await vi.advanceTimersByTimeAsync(10_000);
  let last = "";
  let readAfter = 0;
  for (let next = await pieces.next(); !next.done && readAfter < 50; next = await pieces.next()) {
    last = String(next.value);
    readAfter += 1;
    await turn();
  }
  // What was in the buffer already still comes.
  expect(readAfter).toBeLessThan(10);
  expect(last).toContain("event: closed");
});
