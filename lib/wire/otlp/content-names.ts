/**
 * Attributes that hold what was said, thought or handed to a tool, as senders spell them. A dot-separated segment `pii` marks
 * content since Python and Node 1.7.0; the names before that are the same without it.
 * Source: PROTOCOL §6.1, §6.2 (py and js `telemetry/trace_types`); OpenTelemetry semantic conventions for generative AI
 * (`gen_ai.*`), OpenInference (`input.value`, `llm.*_messages`), OpenLLMetry (`gen_ai.prompt.N`, `traceloop.entity.*`),
 * Langfuse; pipecat-ai 1.14.0, `utils/tracing/service_attributes.py`.
 */
const NAMES = new Set([
  "lk.user_input",
  "lk.instructions",
  "lk.chat_ctx",
  "lk.response.text",
  "lk.response.function_calls",
  "lk.function_tool.arguments",
  "lk.function_tool.output",
  "lk.input_text",
  "lk.user_transcript",
  "lk.amd.transcript",
  "lk.stt.events",
  "gen_ai.system_instructions",
  "gen_ai.input.messages",
  "gen_ai.output.messages",
  "gen_ai.tool.call.arguments",
  "gen_ai.tool.call.result",
  "gen_ai.evaluation.explanation",
  "gen_ai.prompt",
  "gen_ai.completion",
  "input.value",
  "output.value",
  "traceloop.entity.input",
  "traceloop.entity.output",
  "langfuse.observation.input",
  "langfuse.observation.output",
  "langfuse.trace.input",
  "langfuse.trace.output",
  "transcript",
  "user_transcript",
  "text",
  "input",
  "output",
  "messages",
  "system",
  "system_instructions",
  "tool.arguments",
  "tool.result",
]);
const PREFIXES = [
  "gen_ai.prompt.",
  "gen_ai.completion.",
  "llm.input_messages.",
  "llm.output_messages.",
  "llm.prompts.",
];

/** Say who and where, not what was said. Source: PROTOCOL §6.1. */
const IDENTITIES = new Set(["lk.pii.participant_identity", "lk.pii.room_name", "lk.pii.sip.phoneNumber"]);

/** Whether the attribute of that name holds words of the conversation. */
export function isContentName(name: string): boolean {
  if (NAMES.has(name)) return true;
  if (name.includes("pii") && name.split(".").includes("pii")) return !IDENTITIES.has(name);
  return PREFIXES.some((prefix) => name.startsWith(prefix));
}

/** Of a judge's record: what he wrote about the talk. Source: PROTOCOL §5.3. */
const JUDGEMENT = new Set(["reasoning", "instructions", "reason"]);

/** Whether that field inside an `evaluation` or `outcome` tells of the conversation in words. */
export function isJudgementText(name: string): boolean {
  return JUDGEMENT.has(name);
}

/** Where a log record said its event's name before there was a field for it. Source: OpenTelemetry semantic conventions, before 1.32. */
export const EVENT_NAME = "event.name";

/** Events that carry one message each. Source: OpenTelemetry semantic conventions 1.28, as Python before 1.8 sent them. */
export function isMessageEvent(name: string): boolean {
  return name.startsWith("gen_ai.") && (name.endsWith(".message") || name === "gen_ai.choice");
}

/** Attributes of a failure. On the span of a tool they repeat what the tool answered. Source: PROTOCOL §6.2, trap T9. */
const FAILURE_TEXTS = new Set(["exception.message", "exception.stacktrace"]);

export function isFailureText(name: string): boolean {
  return FAILURE_TEXTS.has(name);
}

/** The span around one call of a tool. */
export const TOOL_SPAN = "function_tool";
/** Set on every record of an agent whose SDK leaves texts out and trusts the server to do so too. Source: PROTOCOL §1.2. */
export const REDACTION_FLAG = "lk.redaction.enabled";
/** The same in the options of `session.start()`, which the session's report repeats. Source: PROTOCOL §1.2. */
export const REDACTION_OPTION = "redaction";
/** Scopes whose records are no application logs. Source: PROTOCOL §5.2, §5.3. */
export const CHAT_SCOPE = "chat_history";
export const EVALUATION_SCOPE = "evaluations";
