import { AsyncLocalStorage } from "node:async_hooks";
import type { ServerResponse } from "node:http";

/** So long nobody has asked for a page when its contexts end: what a page leaves behind is over by then. */
const QUIET_MS = 5_000;

/** Those of Next.js and React; nothing else of ours has any. */
const used = new Set<AsyncLocalStorage<unknown>>();
let pages = 0;
let quiet: NodeJS.Timeout | undefined;

/**
 * Answers a page, and some seconds after the last one ends the contexts (`AsyncLocalStorage`) that pages are made in; the next page's
 * begin anew by themselves. As long as one has been begun and not ended, Node.js before 24 notes every promise, timer and socket of the
 * process in each of them: telemetry then costs a tenth more, from the first page that anybody opens until the process stops.
 * Errors: those of `answer`.
 * Source: Node.js 20, lib/async_hooks.js: `run` enables promise hooks, `disable` of the last context takes them off.
 */
export async function inAsyncContext(response: ServerResponse, answer: () => Promise<void>): Promise<void> {
  pages += 1;
  clearTimeout(quiet);
  try {
    await answer();
  } finally {
    if (response.closed) leave();
    else response.once("close", leave);
  }
}

function leave(): void {
  pages -= 1;
  if (pages === 0) quiet = setTimeout(endContexts, QUIET_MS).unref();
}

function endContexts(): void {
  for (const context of used) context.disable();
  used.clear();
}

const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function notedRun(this: AsyncLocalStorage<unknown>, ...how: Parameters<typeof run>) {
  used.add(this);
  return run.apply(this, how);
} as typeof run;
