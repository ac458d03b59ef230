import type { FilterTree } from "@/lib/filter/tree";
import { fold } from "@/lib/filter/words";
import type { ProjectScope } from "@/lib/model/scope";
import { followLines, type LinesStep } from "./follow-lines";

/** Whose lines: of one agent, and of one version of it unless null. */
export interface AgentLinesAsked {
  agent: string;
  deployment: string | null;
  /** How many of the newest lines come first. */
  snapshot: number;
}

/** Follows all replicas of an agent: the newest lines first, then what they print. Ends by `signal`. Errors: those of `followLines`. */
export function followAgentLines(
  scope: ProjectScope,
  { agent, deployment, snapshot }: AgentLinesAsked,
  signal: AbortSignal,
): AsyncGenerator<LinesStep> {
  const ofAgent = isNamed("agent", agent);
  const tree: FilterTree =
    deployment === null ? ofAgent : { kind: "and", of: [ofAgent, isNamed("deployment", deployment)] };
  return followLines(scope, { tree, cursor: null, snapshot }, signal);
}

/** As the filter `field:"name"` means it. */
function isNamed(field: string, name: string): FilterTree {
  return { kind: "value", field, text: fold(name), isPrefix: false, isWhole: true, number: null };
}
