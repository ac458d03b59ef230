import type { Timeline } from "@/lib/model/timeline";
import { type Mark, toBar } from "./mark";
import type { Tone } from "./rows";

/** What the agent was at, by the words of LiveKit's states; others are plain. */
const STATE_TONE: Partial<Record<string, Tone>> = { speaking: "agent", thinking: "llm", listening: "user" };
/** States that say only that nothing has begun. */
const QUIET_STATES = new Set(["idle", "away"]);

/** What the agent was at: speaking, thinking, listening. Idle is left free. */
export function agentStateMarks({ states }: Timeline): Mark[] {
  return states
    .filter((one) => one.kind === "agent" && !QUIET_STATES.has(one.state))
    .map((one) => ({
      ...toBar(`state ${one.startMs}`, one.startMs, one.endMs, STATE_TONE[one.state] ?? "plain"),
      ...{ recordId: null, what: one.state, owner: "agent" },
    }));
}

const EVENT_TONE = { info: "plain", warn: "warn", error: "error" } as const;

/** What happened to the room and to the process: who came and went, lost connections, and when the event loop stood still. */
export function roomMarks({ stalls, connection }: Timeline): Mark[] {
  const events = connection.map(
    (one, index): Mark => ({
      ...toBar(`room ${index} ${one.atMs}`, one.atMs, one.atMs, EVENT_TONE[one.tone]),
      shape: one.tone === "info" ? "dot" : "triangle",
      ...{ recordId: null, isError: one.tone === "error", what: one.what, owner: one.participant ?? "" },
    }),
  );
  const stood = stalls.map(
    (stall): Mark => ({
      ...toBar(`stall ${stall.spanId}`, stall.startMs, stall.startMs + stall.durationMs, "warn"),
      ...{ recordId: stall.spanId, what: "The agent's event loop stood still", owner: "your code" },
    }),
  );
  return [...events, ...stood];
}
