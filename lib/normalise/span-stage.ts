import type { Span } from "@/lib/model/spans";
import type { SpanStage } from "@/lib/model/timeline";
import { lookUp, textOf } from "./attributes";

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

/** The same of other senders, by `gen_ai.operation.name`. Source: OpenTelemetry semantic conventions for generative AI. */
const STAGE_OF_OPERATION: Record<string, SpanStage> = {
  chat: "llm",
  text_completion: "llm",
  generate_content: "llm",
  execute_tool: "tool",
};

/** On every span of a LiveKit job: a model's own instrumentation in it repeats what the job's spans say. Source: PROTOCOL §3. */
const JOB = "job_id";

/** The lane that a span belongs to, or undefined for one that has none. */
export function toSpanStage({ name, attributes }: Pick<Span, "name" | "attributes">): SpanStage | undefined {
  const stage = lookUp(STAGE, name);
  if (stage !== undefined || JOB in attributes) return stage;
  return lookUp(STAGE_OF_OPERATION, textOf(attributes, "gen_ai.operation.name") ?? "");
}
