import type { TurnRow } from "@/lib/model/digests";
import type { ChatItem } from "@/lib/model/turns";
import { toText, withoutNul } from "./text";

/**
 * The rows of a session's messages, in conversation order.
 * Units: milliseconds since the session began.
 */
export function digestTurns(items: readonly ChatItem[], startNs: bigint): TurnRow[] {
  const rows: TurnRow[] = [];
  for (const item of items) {
    if (item.kind !== "message") continue;
    rows.push({
      index: rows.length,
      itemId: withoutNul(item.id),
      role: item.role ?? "system",
      startMs: positionMs(item.startNs, startNs),
      endMs: item.endNs === null ? null : positionMs(item.endNs, startNs),
      text: toText(item.text),
      interrupted: item.interrupted,
      confidence: item.confidence,
      e2eLatencyMs: item.metrics.e2eLatencyMs ?? null,
    });
  }
  return rows;
}

/** An instant as milliseconds since the session began. */
export function positionMs(timeNs: bigint, startNs: bigint): number {
  return Number(timeNs - startNs) / 1e6;
}
