import type { ChatItem } from "@/lib/model/turns";

type Known = Pick<ChatItem, "id" | "kind" | "startNs" | "sent"> & Partial<ChatItem>;

/** An item of which nothing is known but this: nobody said anything, it was created when it began, and ended nobody knows when. */
export function blankItem(known: Known): ChatItem {
  return {
    ...{ endNs: null, createdNs: known.startNs, role: null, text: "", interrupted: false, confidence: null },
    ...{ tool: null, handoff: null, metrics: {}, spanIds: [] },
    ...known,
  };
}
