import type { ToolCallRow } from "@/lib/model/digests";
import type { ChatItem } from "@/lib/model/turns";
import { toName } from "./text";
import { positionMs } from "./turns";

/**
 * The rows of a session's tool calls, in conversation order; `isError` is null while no output came.
 * Units: milliseconds since the session began.
 */
export function digestToolCalls(items: readonly ChatItem[], startNs: bigint): ToolCallRow[] {
  const rows: ToolCallRow[] = [];
  for (const { tool, startNs: calledNs } of items) {
    if (tool === null) continue;
    rows.push({
      index: rows.length,
      callId: toName(tool.callId),
      name: toName(tool.name),
      startMs: positionMs(calledNs, startNs),
      durationMs: tool.durationMs,
      isError: tool.isError,
    });
  }
  return rows;
}
