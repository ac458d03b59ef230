import { type Timeline, TimelineDelta, TimelineSession } from "@/lib/model/timeline";
import { mergeTimeline } from "@/lib/view/timeline-changes";
import { DEV_PAIR } from "./database";

export interface StreamEvent {
  id: string;
  event: string;
  data: unknown;
}

/** Reads a stream until `isEnough` or its end; answers the events. Source: WHATWG HTML, server-sent events. */
export async function readStream(
  url: string,
  path: string,
  isEnough: (events: StreamEvent[]) => boolean,
  headers: Record<string, string> = {},
): Promise<StreamEvent[]> {
  const abort = new AbortController();
  const authorization = `Bearer ${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`;
  const answer = await fetch(`${url}${path}`, {
    headers: { authorization, ...headers },
    signal: abort.signal,
  });
  if (answer.status !== 200 || !answer.headers.get("content-type")?.includes("text/event-stream")) {
    throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
  const found: StreamEvent[] = [];
  let text = "";
  try {
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString("utf8");
      const frames = text.split("\n\n");
      text = frames.pop() ?? "";
      for (const frame of frames) {
        const fields = Object.fromEntries(frame.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2)));
        if (fields.event) found.push({ id: fields.id, event: fields.event, data: JSON.parse(fields.data) });
      }
      if (isEnough(found)) break;
    }
  } finally {
    abort.abort();
  }
  return found;
}

/** The stream has said that the session is over. */
export const hasEnded = (events: StreamEvent[]) => events.some((event) => event.event === "ended");

/** What a reader has who held this timeline and was told these events. */
export function merge(timeline: Timeline, events: StreamEvent[]): Timeline {
  let merged = timeline;
  for (const { event, data } of events) {
    if (event === "records") merged = mergeTimeline(merged, TimelineDelta.parse(data));
    if (event === "session") merged = { ...merged, session: TimelineSession.parse(data) };
  }
  return merged;
}

/** What both ways of reading must agree on: all but the cursor. */
export const essence = ({ cursor: _cursor, ...timeline }: Timeline) => timeline;
