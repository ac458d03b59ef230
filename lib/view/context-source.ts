import type { Timeline, TimelineSpan } from "@/lib/model/timeline";

/** LLM steps hold what the model was given to read. Source: PROTOCOL §6.2. */
const CONTEXT_SPANS = ["llm_node", "realtime_inference", "llm_request"];

/**
 * The record that holds the chat context of another one, or null: an LLM step itself; for another span the last LLM step
 * below it, else the span itself; for a turn or tool call the last LLM step among its spans, or under them, that began
 * before it was heard.
 */
export function findContextRecord(timeline: Timeline, recordId: string): string | null {
  const span = timeline.spans.find((one) => one.id === recordId);
  const steps = timeline.spans.filter((one) => CONTEXT_SPANS.includes(one.name));
  if (span) {
    const below = CONTEXT_SPANS.includes(span.name) ? [] : steps.filter((one) => one.parentId === recordId);
    return latest(below)?.id ?? recordId;
  }
  const item = timeline.items.find((one) => one.id === recordId);
  if (!item) return null;
  const own = new Set(item.spanIds);
  const isUnder = (parentId: string | null): boolean => parentId !== null && own.has(parentId);
  const related = steps.filter((one) => own.has(one.id) || isUnder(one.parentId));
  const begun = (related.length > 0 ? related : steps).filter((one) => one.startMs <= item.startMs + 50);
  return latest(begun)?.id ?? null;
}

/** The LLM step of the same kind before this one, whose input it goes on from; null for the first. */
export function findPreviousContext(timeline: Timeline, contextId: string): string | null {
  const step = timeline.spans.find((one) => one.id === contextId);
  if (!step || !CONTEXT_SPANS.includes(step.name)) return null;
  const before = timeline.spans.filter((one) => one.name === step.name && one.startMs < step.startMs);
  return latest(before)?.id ?? null;
}

function latest(spans: readonly TimelineSpan[]): TimelineSpan | undefined {
  return spans.reduce<TimelineSpan | undefined>(
    (last, span) => (last === undefined || span.startMs >= last.startMs ? span : last),
    undefined,
  );
}
