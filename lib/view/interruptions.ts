import type { TimelineItem, TimelineSpan } from "@/lib/model/timeline";

/**
 * Where an interrupted turn fell silent, in milliseconds on the session's clock: the end of the last stretch of speech
 * among its spans, else the turn's own end; null for a turn that was not interrupted. The SDK counts a turn's end only
 * when the interruption is certain, up to seconds after the voice stopped. Source: PROTOCOL §6.
 */
export function findCutMs(spans: readonly TimelineSpan[], item: TimelineItem): number | null {
  if (!item.interrupted) return null;
  const own = new Set(item.spanIds);
  const ends: number[] = [];
  for (const span of spans) {
    if (span.stage !== "agent-speech" || span.durationMs === null || !isUnder(span, own)) continue;
    ends.push(span.startMs + span.durationMs);
  }
  const lastMs = ends.length > 0 ? Math.max(...ends) : item.endMs;
  return lastMs === null ? item.startMs : Math.min(lastMs, item.endMs ?? lastMs);
}

function isUnder(span: TimelineSpan, ids: ReadonlySet<string>): boolean {
  return ids.has(span.id) || (span.parentId !== null && ids.has(span.parentId));
}
