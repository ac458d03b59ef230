import type { Timeline } from "@/lib/model/timeline";

/** LLM steps hold what the model was given to read. Source: PROTOCOL §6.2. */
const CONTEXT_SPANS = ["llm_node", "realtime_inference", "llm_request"];

/**
 * The record that holds the chat context of another one, or null: itself for a span, for a turn or tool call the last
 * LLM step among its spans, or under them, that began before it was heard.
 */
export function findContextRecord(timeline: Timeline, recordId: string): string | null {
  if (timeline.spans.some((span) => span.id === recordId)) return recordId;
  const item = timeline.items.find((one) => one.id === recordId);
  if (!item) return null;
  const own = new Set(item.spanIds);
  const isUnder = (parentId: string | null): boolean => parentId !== null && own.has(parentId);
  const steps = timeline.spans.filter((span) => CONTEXT_SPANS.includes(span.name));
  const related = steps.filter((span) => own.has(span.id) || isUnder(span.parentId));
  const begun = (related.length > 0 ? related : steps).filter((span) => span.startMs <= item.startMs + 50);
  return begun.sort((a, b) => a.startMs - b.startMs).at(-1)?.id ?? null;
}
