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
  const style = { begin: `retry: ${RECONNECT_MS}\n\n`, frame, silence: () => ": still here\n\n" };
  return live("text/event-stream; charset=utf-8", pieces(source, style, call.signal));
}

/** The same as plain text, for clients that print what comes. `silence` is what they get when nothing does; `count`: the how many-th. */
export function liveText(call: Call, source: AsyncIterable<string>, silence: (count: number) => string): Reply {
  const style = { begin: "", frame: (text: string) => text, silence };
  return live("text/plain; charset=utf-8", pieces(source, style, call.signal));
}

function live(contentType: string, source: AsyncGenerator<string>): Reply {
  return {
    status: 200,
    headers: {
      "content-type": contentType,
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
    body: Readable.from(source, { objectMode: false, highWaterMark: 16 * 1024 }),
    isLive: true,
  };
}

/** Where a reconnecting client stands: the header that browsers send, else `?cursor=`. */
export function lastEventId(call: Call): string | null {
  return call.header("last-event-id") || call.query.get("cursor");
}

/** How a kind of stream begins, writes one thing, and says that it is still there. */
interface Style<Thing> {
  begin: string;
  frame: (thing: Thing) => string;
  silence: (count: number) => string;
}

async function* pieces<Thing>(
  source: AsyncIterable<Thing>,
  { begin, frame: write, silence }: Style<Thing>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const iterator = source[Symbol.asyncIterator]();
  const gone = aborted(signal);
  let silences = 0;
  try {
    if (begin !== "") yield begin;
    let next = iterator.next();
    while (!signal.aborted) {
      const heartbeat = timer(HEARTBEAT_MS);
      const result = await Promise.race([next, heartbeat.rung, gone.happened]);
      heartbeat.cancel();
      if (result === "gone") return;
      if (result === "rung") {
        yield silence(silences++);
        continue;
      }
      if (result.done) return;
      yield write(result.value);
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
