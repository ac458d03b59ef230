import type { Span } from "@/lib/model/spans";
import type { SpanStage } from "@/lib/model/timeline";
import { lookUp } from "./attributes";

/**
 * What kind of work a span stands for, by its name. Of spans that say the same thing twice (a node, its request, the
 * request's tries) only the outermost has a stage. Source: PROTOCOL §6; Pipecat 1.14.0, `service_decorators.py`.
 */
const STAGE: Record<string, SpanStage> = {
  user_speaking: "user-speech",
  agent_speaking: "agent-speech",
  eou_wait: "end-of-turn",
  stt: "stt",
  llm_node: "llm",
  realtime_inference: "llm",
  llm: "llm",
  llm_response: "llm",
  function_tool: "tool",
  tts_node: "tts",
  tts: "tts",
};

/** The lane that a span belongs to, or undefined for one that has none. */
export function toSpanStage(span: Pick<Span, "name">): SpanStage | undefined {
  return lookUp(STAGE, span.name);
}
