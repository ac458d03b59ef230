import type { Readable } from "node:stream";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { AppError } from "@/lib/errors";
import type { Call } from "@/lib/http/call";
import { liveText } from "@/lib/http/events";

const controller = { current: new AbortController() };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  controller.current = new AbortController();
});
afterEach(() => vi.useRealTimers());

function follow(source: AsyncIterable<string>, askAgain: () => Promise<unknown> = async () => undefined) {
  const call = { signal: controller.current.signal } as Call;
  const reply = liveText(
    call,
    source,
    { silence: (count) => `<${count}>`, farewell: (words) => `<${words}>` },
    askAgain,
  );
  let text = "";
  const body = reply.body as Readable;
  body.setEncoding("utf8").on("data", (piece: string) => {
    text += piece;
  });
  const ended = new Promise<void>((resolve) => body.once("close", resolve));
  return { reply, ended, text: () => text };
}

it("says in silence that it is there, and goes on with what comes", async () => {
  let say: (text: string) => void = () => undefined;
  async function* source() {
    yield "first\n";
    yield await new Promise<string>((resolve) => {
      say = resolve;
    });
  }
  const { reply, ended, text } = follow(source());
  expect([reply.status, reply.isLive, reply.headers?.["content-type"]]).toEqual([
    200,
    true,
    "text/plain; charset=utf-8",
  ]);
  await vi.waitFor(() => expect(text()).toBe("first\n"));
  await vi.advanceTimersByTimeAsync(45_000);
  expect(text()).toBe("first\n<0><1><2>");
  say("second\n");
  await ended;
  expect(text()).toBe("first\n<0><1><2>second\n");
});

it("ends when the client goes, and lets its source clean up", async () => {
  let isClean = false;
  async function* source() {
    try {
      yield "first\n";
      yield "second\n";
      await new Promise((resolve) => controller.current.signal.addEventListener("abort", resolve));
    } finally {
      isClean = true;
    }
  }
  const { ended, text } = follow(source());
  await vi.waitFor(() => expect(text()).toBe("first\nsecond\n"));
  controller.current.abort();
  await ended;
  await vi.waitFor(() => expect(isClean).toBe(true));
});

it("says last why nothing more comes when the reader's right has ended", async () => {
  vi.useRealTimers();
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  async function* source() {
    yield "first\n";
    await new Promise((resolve) => controller.current.signal.addEventListener("abort", resolve));
  }
  const { ended, text } = follow(source(), () => Promise.reject(new AppError("unauthenticated", "Key gone.")));
  await vi.waitFor(() => expect(text()).toBe("first\n"));
  await vi.advanceTimersByTimeAsync(10_000);
  await ended;
  expect(text()).toBe("first\n<Key gone.>");
  controller.current.abort();
});
