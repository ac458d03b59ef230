import { AsyncLocalStorage } from "node:async_hooks";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { inAsyncContext } from "@/lib/http/async-context";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

const store = new AsyncLocalStorage<string>();

function responseOf(): ServerResponse {
  return new ServerResponse(new IncomingMessage(new Socket()));
}

/** A page that goes on in its context, as a stream does, after the handler has answered. */
async function openPage(words: string) {
  const response = responseOf();
  let goOn: (value: unknown) => void = () => undefined;
  const rest = new Promise((resolve) => {
    goOn = resolve;
  });
  let seen: Promise<string | undefined> = Promise.resolve("");
  await inAsyncContext(response, () =>
    store.run(words, async () => {
      seen = rest.then(() => store.getStore());
    }),
  );
  return {
    read: () => {
      goOn(undefined);
      return seen;
    },
    close: () => response.emit("close"),
  };
}

it("leaves a page its context until it is closed, however long that takes", async () => {
  const page = await openPage("one");
  vi.advanceTimersByTime(60_000);
  expect(await page.read()).toBe("one");
  page.close();
});

it("ends contexts some seconds after the last page, and not while another one is open", async () => {
  const [first, second] = [await openPage("first"), await openPage("second")];
  first.close();
  vi.advanceTimersByTime(60_000);
  expect(await second.read()).toBe("second");
  const kept = await openPage("kept");
  second.close();
  kept.close();
  vi.advanceTimersByTime(60_000);
  expect(await kept.read()).toBeUndefined();
});

it("gives the next page a context again", async () => {
  (await openPage("before")).close();
  vi.advanceTimersByTime(60_000);
  const page = await openPage("after");
  expect(await page.read()).toBe("after");
  page.close();
});

it("counts a page whose handler fails as over when its answer is closed", async () => {
  const response = responseOf();
  const failing = inAsyncContext(response, () => store.run("bad", async () => Promise.reject(new Error("no page"))));
  await expect(failing).rejects.toThrow("no page");
  response.emit("close");
  const page = await openPage("next");
  page.close();
  vi.advanceTimersByTime(60_000);
  expect(await page.read()).toBeUndefined();
});
