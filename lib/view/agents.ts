import type { Timeline } from "@/lib/model/timeline";

/** One agent of a session in the order in which they took over. Position in milliseconds on the session's clock. */
export interface AgentPart {
  /** The handoff record (of the first agent: the record that says who began). */
  recordId: string;
  name: string;
  fromMs: number;
  /** What it was told to be and do, with its tools; null when the sender did not say. */
  instructions: string | null;
}

/**
 * The agents of a session with their instructions. The SDKs send the instructions as a record of their own, right after
 * the handoff that it belongs to.
 */
export function listAgents(timeline: Pick<Timeline, "items">): AgentPart[] {
  const agents: AgentPart[] = [];
  for (const item of [...timeline.items].sort((a, b) => a.startMs - b.startMs)) {
    if (item.handoff) {
      agents.push({ recordId: item.id, name: item.handoff.to, fromMs: item.startMs, instructions: null });
    } else if (item.kind === "config" && item.text !== "") {
      const agent = agents.at(-1);
      if (agent) agent.instructions = agent.instructions === null ? item.text : `${agent.instructions}\n${item.text}`;
    }
  }
  return agents;
}
