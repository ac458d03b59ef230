import type { Attributes, AttributeValue } from "@/lib/model/attributes";
import { parseJson } from "@/lib/wire/json";
import { lookUp, textOf, toObject } from "./attributes";

/** A tool that a model asked for. `id` is "" where the sender names none. */
export interface SaidCall {
  id: string;
  name: string;
  arguments: string;
}

/** One message to or from a model, in whichever shape its sender wrote it. */
export interface SaidMessage {
  role: "user" | "agent" | "system" | "tool";
  text: string;
  calls: SaidCall[];
  /** Outputs of tools, by their calls' ids. */
  results: { id: string; output: string }[];
}

/**
 * Names that this file understands: lists of messages as JSON text or as structure, or spread over attributes with a place in their
 * name. Source: OpenTelemetry semantic conventions for generative AI 1.37 and later (`gen_ai.input.messages`); OpenLLMetry
 * (`gen_ai.prompt.0.content`); OpenInference (`llm.input_messages.0.message.content`).
 */
const INPUT = { whole: "gen_ai.input.messages", spread: ["gen_ai.prompt", "llm.input_messages"] };
const OUTPUT = { whole: "gen_ai.output.messages", spread: ["gen_ai.completion", "llm.output_messages"] };

const ROLES: Record<string, SaidMessage["role"]> = {
  user: "user",
  human: "user",
  assistant: "agent",
  model: "agent",
  ai: "agent",
  tool: "tool",
  function: "tool",
};

/** More messages than any model reads; a place in a name may be any number. */
const SPREAD_MAX = 2_000;

/** What a model was given, in its order; empty when the attributes hold none (recording content is a choice of the sender). */
export function toInputMessages(attributes: Attributes): SaidMessage[] {
  return messagesOf(attributes, INPUT, "user");
}

/** What a model answered. */
export function toOutputMessages(attributes: Attributes): SaidMessage[] {
  return messagesOf(attributes, OUTPUT, "assistant");
}

function messagesOf(attributes: Attributes, names: typeof INPUT, role: string): SaidMessage[] {
  const whole = structureOf(attributes[names.whole]);
  const sent = Array.isArray(whole) ? whole : names.spread.flatMap((prefix) => spreadMessages(attributes, prefix));
  return sent.flatMap((element) => {
    const fields = toObject(element);
    return fields === null ? [] : toMessage(fields, role);
  });
}

/** A message of either convention: `parts`, or `content` and `tool_calls` as OpenAI's API has them. `role` stands in for a missing one. */
export function toMessage(fields: Attributes, role: string): SaidMessage {
  const message: SaidMessage = {
    role: lookUp(ROLES, (textOf(fields, "role") ?? role).toLowerCase()) ?? "system",
    text: "",
    calls: [],
    results: [],
  };
  const texts: string[] = [];
  const parts = Array.isArray(fields.parts) ? fields.parts : contentParts(fields.content);
  for (const part of parts) addPart(message, texts, part);
  message.text = texts.join("\n");
  for (const call of listOf(fields.tool_calls)) message.calls.push(toCall(toObject(call) ?? {}));
  const callId = textOf(fields, "tool_call_id") ?? textOf(fields, "id");
  if (message.role === "tool" && message.results.length === 0 && callId !== null) {
    message.results.push({ id: callId, output: message.text });
  }
  return message;
}

function contentParts(content: AttributeValue | undefined): AttributeValue[] {
  if (Array.isArray(content)) return content;
  return content === undefined || content === null || content === "" ? [] : [content];
}

function addPart(message: SaidMessage, texts: string[], part: AttributeValue): void {
  if (typeof part === "string") {
    texts.push(part);
    return;
  }
  const fields = toObject(part) ?? {};
  const type = textOf(fields, "type") ?? "text";
  if (type === "text") texts.push(textOf(fields, "content") ?? textOf(fields, "text") ?? "");
  else if (type === "tool_call") message.calls.push(toCall(fields));
  else if (type === "tool_call_response") {
    message.results.push({ id: textOf(fields, "id") ?? "", output: asText(fields.response ?? fields.result) });
  }
}

function toCall(fields: Attributes): SaidCall {
  const called = toObject(fields.function) ?? fields;
  return { id: textOf(fields, "id") ?? "", name: textOf(called, "name") ?? "", arguments: asText(called.arguments) };
}

/** Text as it is; what is no text as JSON. */
export function asText(value: AttributeValue | undefined): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

/** A value that a sender may have had to write as JSON text. */
export function structureOf(value: AttributeValue | undefined): AttributeValue | undefined {
  if (typeof value !== "string") return value;
  try {
    return parseJson(value) as AttributeValue;
  } catch {
    // Plain words, or a text that was cut.
    return value;
  }
}

function listOf(value: AttributeValue | undefined): AttributeValue[] {
  const list = structureOf(value);
  return Array.isArray(list) ? list : [];
}

/** Messages whose fields are attributes of their own: `<prefix>.<place>.[message.]role` and `.content`. */
function spreadMessages(attributes: Attributes, prefix: string): Attributes[] {
  const messages: Attributes[] = [];
  for (let place = 0; place < SPREAD_MAX; place++) {
    const content = attributes[`${prefix}.${place}.content`] ?? attributes[`${prefix}.${place}.message.content`];
    const role = attributes[`${prefix}.${place}.role`] ?? attributes[`${prefix}.${place}.message.role`];
    if (content === undefined && role === undefined) break;
    const said = structureOf(content);
    messages.push({ ...(role === undefined ? {} : { role }), content: Array.isArray(said) ? said : (content ?? "") });
  }
  return messages;
}
