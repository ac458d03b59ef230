import { log } from "@/lib/log";
import {
  closeYesterdaysSegment,
  currentLineSegment,
  dropEmptySegments,
  ensureLineSegments,
  indexLineSegment,
  listUnindexedSegments,
} from "@/lib/store/line-segments";

/** At 20,000 lines a second a segment is full after 13 s: so many are a minute and a half. */
const SEGMENTS_AHEAD = 7;
/** A transaction that took an id of a segment just before it was full has long written its lines by then. */
const SETTLED_MS = 5_000;
const DROP_LOOK_MS = 600_000;

let ensuredUpTo = -1;
let droppedAtMs = 0;

/** Sees to it that there is a segment for every line that comes, and that none holds more than a day. `now` is handed in for tests. */
export async function keepLineSegments(now = new Date()): Promise<{ isMore: boolean }> {
  const current = await currentLineSegment();
  // Some are always missing from what was ensured last; new ones are made when half are used up.
  if (current + Math.ceil(SEGMENTS_AHEAD / 2) >= ensuredUpTo) {
    const made = await ensureLineSegments(SEGMENTS_AHEAD);
    if (made === null) return { isMore: false };
    ensuredUpTo = current + SEGMENTS_AHEAD;
    if (made > 0) log.info("line segments made", { count: made });
  }
  if (await closeYesterdaysSegment(now)) log.info("line segment closed for the day", { segment: current });
  if (now.getTime() - droppedAtMs >= DROP_LOOK_MS) {
    droppedAtMs = now.getTime();
    const dropped = await dropEmptySegments();
    if (dropped > 0) log.info("empty line segments dropped", { count: dropped });
  }
  return { isMore: false };
}

/** When a closed segment was first seen, ms. */
const closedAtMs = new Map<number, number>();

/** Indexes the words of one closed segment, if there is one. `nowMs` is handed in for tests. */
export async function indexClosedSegment(nowMs = Date.now()): Promise<{ isMore: boolean }> {
  const segments = await listUnindexedSegments(100);
  for (const segment of closedAtMs.keys()) if (!segments.includes(segment)) closedAtMs.delete(segment);
  for (const segment of segments) if (!closedAtMs.has(segment)) closedAtMs.set(segment, nowMs);
  const settled = segments.find((segment) => nowMs - (closedAtMs.get(segment) ?? nowMs) >= SETTLED_MS);
  if (settled === undefined) return { isMore: false };
  const startMs = performance.now();
  const isDone = await indexLineSegment(settled);
  if (isDone) log.info("line segment indexed", { segment: settled, ms: Math.round(performance.now() - startMs) });
  return { isMore: isDone && segments.length > 1 };
}
