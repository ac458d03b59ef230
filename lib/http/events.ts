import { Readable } from "node:stream";
import { AppError } from "@/lib/errors";
import type { StreamClosed } from "@/lib/model/streams";
import type { Call, Reply } from "./call";
import { type AskAgain, watchRight } from "./right";

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
 * and is closed when the client goes away. A source that fails ends the stream; the browser then reconnects. When the reader's right
 * ends, so does the stream, with the event `closed` and `{ code, message }`.
 * Source: WHATWG HTML, server-sent events.
 */
export function events(call: Call, source: AsyncIterable<ServerEvent>, askAgain: AskAgain): Reply {
  const style = { begin: `retry: ${RECONNECT_MS}\n\n`, frame, silence: () => ": still here\n\n", farewell };
  return live("text/event-stream; charset=utf-8", pieces(source, style, { signal: call.signal, askAgain }));
}

/** What a plain text says when nothing comes (`count`: the how many-th time), and last when its reader's right has ended. */
interface TextStyle {
  silence: (count: number) => string;
  farewell: (words: string) => string;
}

/** The same as plain text, for clients that print what comes. */
export function liveText(
  call: Call,
  source: AsyncIterable<string>,
  { silence, farewell: sayWhy }: TextStyle,
  askAgain: AskAgain,
): Reply {
  const farewell = ({ message }: AppError) => sayWhy(message);
  const style = { begin: "", frame: (text: string) => text, silence, farewell };
  return live("text/plain; charset=utf-8", pieces(source, style, { signal: call.signal, askAgain }));
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

/** How a kind of stream begins, writes one thing, says that it is still there, and why it is not any more. */
interface Style<Thing> {
  begin: string;
  frame: (thing: Thing) => string;
  silence: (count: number) => string;
  farewell: (refusal: AppError) => string;
}

async function* pieces<Thing>(
  source: AsyncIterable<Thing>,
  { begin, frame: write, silence, farewell: sayWhy }: Style<Thing>,
  { signal, askAgain }: { signal: AbortSignal; askAgain: AskAgain },
): AsyncGenerator<string> {
  const iterator = source[Symbol.asyncIterator]();
  const gone = aborted(signal);
  const right = watchRight(askAgain);
  let silences = 0;
  try {
    if (begin !== "") yield begin;
    let next = iterator.next();
    while (!signal.aborted) {
      const heartbeat = timer(HEARTBEAT_MS);
      // The right first: a source that always has something must not outlive it.
      const result = await Promise.race([right.lost, gone.happened, next, heartbeat.rung]);
      heartbeat.cancel();
      if (result === "gone") return;
      if (result instanceof AppError) return yield sayWhy(result);
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
    right.stop();
    // Not awaited: a generator that waits inside returns only after that wait, which the signal ends.
    void iterator.return?.();
  }
}

function frame({ event, data, id }: ServerEvent): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function farewell({ code, message }: AppError): string {
  return frame({ event: "closed", data: { code, message } satisfies StreamClosed });
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
