import { Readable } from "node:stream";
import type { Call, Reply } from "./call";

/** One server-sent event. `id` is the cursor with which a reconnect goes on (`Last-Event-ID`). */
export interface ServerEvent {
  event: string;
  data: unknown;
  id?: string;
}

/** Proxies close connections that are silent for a minute or less; comments keep them open. */
const HEARTBEAT_MS = 15_000;
/** How long a browser waits before it connects again. */
const RECONNECT_MS = 1_000;

/**
 * An answer of server-sent events. The source is asked for the next event only when the client has taken the last one,
 * and is closed when the client goes away. A source that fails ends the stream; the browser then reconnects.
 * Source: WHATWG HTML, server-sent events.
 */
export function events(call: Call, source: AsyncIterable<ServerEvent>): Reply {
  return {
    status: 200,
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
    body: Readable.from(frames(source, call.signal), { objectMode: false, highWaterMark: 16 * 1024 }),
  };
}

/** Where a reconnecting client stands: the header that browsers send, else `?cursor=`. */
export function lastEventId(call: Call): string | null {
  return call.header("last-event-id") || call.query.get("cursor");
}

async function* frames(source: AsyncIterable<ServerEvent>, signal: AbortSignal): AsyncGenerator<string> {
  const iterator = source[Symbol.asyncIterator]();
  const gone = aborted(signal);
  try {
    yield `retry: ${RECONNECT_MS}\n\n`;
    let next = iterator.next();
    while (!signal.aborted) {
      const heartbeat = timer(HEARTBEAT_MS);
      const result = await Promise.race([next, heartbeat.rung, gone.happened]);
      heartbeat.cancel();
      if (result === "gone") return;
      if (result === "rung") {
        yield ": still here\n\n";
        continue;
      }
      if (result.done) return;
      yield frame(result.value);
      next = iterator.next();
    }
  } finally {
    gone.cancel();
    // Not awaited: a generator that waits inside returns only after that wait, which the signal ends.
    void iterator.return?.();
  }
}

function frame({ event, data, id }: ServerEvent): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function timer(ms: number): { rung: Promise<"rung">; cancel: () => void } {
  let handle: NodeJS.Timeout | undefined;
  const rung = new Promise<"rung">((resolve) => {
    handle = setTimeout(() => resolve("rung"), ms);
  });
  return { rung, cancel: () => clearTimeout(handle) };
}

function aborted(signal: AbortSignal): { happened: Promise<"gone">; cancel: () => void } {
  let onAbort = () => {};
  const happened = new Promise<"gone">((resolve) => {
    onAbort = () => resolve("gone");
  });
  signal.addEventListener("abort", onAbort);
  return { happened, cancel: () => signal.removeEventListener("abort", onAbort) };
}
