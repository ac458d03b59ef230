import { Readable } from "node:stream";
import { afterEach, expect, it, vi } from "vitest";
import type { Call } from "@/lib/http/call";
import { events, lastEventId, type ServerEvent } from "@/lib/http/events";

afterEach(() => {
  vi.useRealTimers();
});

function callWith(signal: AbortSignal): Call {
  return { signal } as Call;
}

function bodyOf(call: Call, source: AsyncIterable<ServerEvent>): Readable {
  const { body } = events(call, source);
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
