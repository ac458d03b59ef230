import type { ChatItem } from "@/lib/model/turns";

type Known = Pick<ChatItem, "id" | "kind" | "startNs" | "sent"> & Partial<ChatItem>;

/**
 * An item of which nothing is known but this: nobody said anything, it was created when it began, and ended nobody knows when.
 * Every field is named, so that all items have one shape: spreading one object into another costs V8 a map for each field.
 */
export function blankItem(known: Known): ChatItem {
  return {
    endNs: known.endNs ?? null,
    createdNs: known.createdNs ?? known.startNs,
    role: known.role ?? null,
    text: known.text ?? "",
    interrupted: known.interrupted ?? false,
    confidence: known.confidence ?? null,
    tool: known.tool ?? null,
    handoff: known.handoff ?? null,
    metrics: known.metrics ?? {},
    spanIds: known.spanIds ?? [],
    id: known.id,
    kind: known.kind,
    startNs: known.startNs,
    sent: known.sent,
  };
}
