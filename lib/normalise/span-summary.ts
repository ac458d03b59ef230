import type { Attributes, AttributeValue } from "@/lib/model/attributes";
import type { Span } from "@/lib/model/spans";
import { lookUp } from "./attributes";

const MODEL = ["gen_ai.request.model"];
const AGENT = ["lk.agent_label", "gen_ai.agent.name", "lk.agent_name"];

/**
 * Which attributes tell a span from its sisters, by span name: the values are joined, those that are missing are left
 * out. Source: PROTOCOL §6.2.
 */
const TELLING: Record<string, readonly (readonly string[])[]> = {
  job_entrypoint: [AGENT],
  agent_session: [AGENT],
  start_agent_activity: [AGENT],
  pause_agent_activity: [AGENT],
  resume_agent_activity: [AGENT],
  drain_agent_activity: [AGENT],
  on_enter: [AGENT],
  on_exit: [AGENT],
  update_agent: [["lk.previous_agent_label"], ["lk.agent_label"]],
  agent_turn: [["gen_ai.agent.name", "lk.agent_label"]],
  agent_speaking: [["lk.participant_identity"]],
  user_speaking: [["lk.participant_identity"]],
  user_turn: [MODEL],
  eou_detection: [["lk.eou.source"], ["lk.eou.language"]],
  eou_wait: [["lk.eou.outcome"]],
  function_tool: [["lk.function_tool.name", "gen_ai.tool.name"]],
  judge_evaluation: [["gen_ai.evaluation.name"], ["gen_ai.evaluation.score.label"]],
  session_close: [["lk.close_reason"]],
};

/** Names whose values are a change from the first to the second. */
const CHANGES = new Set(["update_agent"]);

/** A few words that tell a span from others of its name: model, tool, agent label, outcome; "" when nothing does. */
export function toSpanSummary(span: Pick<Span, "name" | "attributes">): string {
  const words = (lookUp(TELLING, span.name) ?? [MODEL])
    .map((names) => firstText(span.attributes, names))
    .filter(Boolean);
  return words.join(CHANGES.has(span.name) ? " → " : " · ");
}

function firstText(attributes: Attributes, names: readonly string[]): string {
  for (const name of names) {
    const text = toText(attributes[name]);
    if (text !== "") return text;
  }
  return "";
}

function toText(value: AttributeValue | undefined): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
