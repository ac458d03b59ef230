import type { ReadableStream as NodeStream } from "node:stream/web";
import { setTimeout as wait } from "node:timers/promises";
import { type Line, LinesEvent, LinesNotice } from "@/lib/model/lines";
import { StreamClosed } from "@/lib/model/streams";
import { readEvents, type StreamEvent } from "./event-stream";
import { type Target, wordsOf } from "./target";

/** What came: lines in the order in which they were printed, or the words for those that are left out. */
export interface Followed {
  lines: Line[];
  notice: string | null;
  /** Up to here all is told. */
  cursor: string;
}

/** Where a follower begins: behind a cursor, or with the newest lines. */
export interface FollowFrom {
  q: string;
  cursor: string | null;
  snapshot: number;
}

/** The server sends something every 15 s; after three times that it is gone. */
const SILENT_MS_MAX = 45_000;
const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 10_000;

/** What may be over when it is tried again: the server is away, or has no room. */
class Trouble extends Error {}

/**
 * Follows lines for ever. When the server goes away it waits for it, says so once by `say`, and goes on behind the last cursor, so
 * that nothing is missing and nothing comes twice. Errors: an Error with the server's words for what it will always refuse.
 */
export async function* followLines(
  target: Target,
  { q, cursor, snapshot }: FollowFrom,
  say: (text: string) => void,
): AsyncGenerator<Followed> {
  let position = cursor;
  let failures = 0;
  for (;;) {
    let trouble = `${target.url} has closed the stream`;
    try {
      for await (const event of connect(target, { q, cursor: position, snapshot })) {
        if (failures > 0) say(`Connected to ${target.url} again.`);
        failures = 0;
        position = event.id || position;
        const followed = toFollowed(event, position ?? "");
        if (followed) yield followed;
      }
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      trouble = error.message;
    }
    if (failures === 0) say(`${trouble.replace(/\.$/, "")}. Trying again …`);
    failures += 1;
    const longestMs = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** failures);
    await wait(longestMs * (0.5 + Math.random() / 2));
  }
}

function toFollowed({ event, data }: StreamEvent, cursor: string): Followed | null {
  if (event === "notice") return { lines: [], notice: LinesNotice.parse(JSON.parse(data)).text, cursor };
  if (event === "closed") throw new Error(StreamClosed.parse(JSON.parse(data)).message);
  if (event !== "lines") return null;
  const { lines } = LinesEvent.parse(JSON.parse(data));
  // Stable: what has one time stays in the order in which it was stored.
  return { lines: lines.sort((one, other) => Date.parse(one.at) - Date.parse(other.at)), notice: null, cursor };
}

async function* connect(target: Target, { q, cursor, snapshot }: FollowFrom): AsyncGenerator<StreamEvent> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), SILENT_MS_MAX);
  try {
    const parameters = new URLSearchParams({ q, snapshot: String(snapshot) });
    if (cursor !== null) parameters.set("cursor", cursor);
    const body = await open(target, `/api/v1/lines/stream?${parameters}`, controller.signal);
    yield* readEvents(unbroken(body, target), () => timer.refresh());
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}

async function open(target: Target, path: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  const headers = { authorization: `Bearer ${target.key}`, accept: "text/event-stream" };
  const answer = await fetch(`${target.url}${path}`, { headers, signal }).catch((cause: unknown) => {
    throw new Trouble(`${target.url} does not answer`, { cause });
  });
  if (answer.ok && answer.body) return answer.body as NodeStream<Uint8Array>;
  const words = wordsOf(await answer.text()) ?? `${target.url} answered with status ${answer.status}.`;
  throw answer.status >= 500 || answer.status === 429 ? new Trouble(words) : new Error(words);
}

async function* unbroken(body: AsyncIterable<Uint8Array>, { url }: Target): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw new Trouble(`The connection to ${url} is lost`, { cause });
  }
}
