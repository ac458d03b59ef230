import { formatArguments, parseJson } from "./arguments";

/** One entry of what a model was given to read. */
export interface ContextEntry {
  role: string;
  text: string;
}

/**
 * Finds the conversation that a model was given among a record's attributes, whatever the sender called it: the longest
 * value (or JSON text) that is a list of messages, bare or under `items`. Null when there is none. Read are the SDK's
 * `{type, role, content}` and OpenTelemetry's `{role, parts}`. Source: PROTOCOL §4.1 (items) and §6.2 (spans).
 */
export function readChatContext(attributes: Readonly<Record<string, unknown>>): ContextEntry[] | null {
  let best: ContextEntry[] | null = null;
  for (const sent of Object.values(attributes)) {
    const list = toMessages(decode(sent));
    if (list && list.length > (best?.length ?? 0)) best = list;
  }
  if (!best || best.some((entry) => entry.role === "system")) return best;
  const told = Object.entries(attributes).find(([name]) => name.endsWith("system_instructions"))?.[1];
  const instructions = textOf(decode(told));
  return instructions === "" ? best : [{ role: "system", text: instructions }, ...best];
}

function decode(sent: unknown): unknown {
  return typeof sent === "string" && /^\s*[[{]/.test(sent) ? parseJson(sent) : sent;
}

function toMessages(value: unknown): ContextEntry[] | null {
  const list = Array.isArray(value) ? value : isObject(value) && Array.isArray(value.items) ? value.items : null;
  if (!list?.some((one) => isObject(one) && typeof one.role === "string")) return null;
  return list.filter(isObject).map(toEntry);
}

function toEntry(one: Record<string, unknown>): ContextEntry {
  switch (one.type) {
    case "function_call":
      return { role: "tool call", text: callText(one) };
    case "function_call_output":
      return { role: "tool output", text: textOf(one.output) };
    case "agent_handoff":
      return { role: "handoff", text: textOf(one.new_agent_id ?? one.newAgentId) };
    case "agent_config_update":
      return { role: "instructions", text: textOf(one.instructions) };
    default:
      return { role: textOf(one.role) || "message", text: textOf(one.content ?? one.parts ?? one.text) };
  }
}

function callText(call: Record<string, unknown>): string {
  const given = call.arguments ?? call.args;
  return `${textOf(call.name)}(${formatArguments(typeof given === "string" ? given : JSON.stringify(given ?? {}))})`;
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join("\n");
  if (!isObject(value)) return String(value);
  if (value.type === "tool_call") return callText(value);
  const inner = value.text ?? value.content ?? value.response ?? value.result;
  if (inner !== undefined) return textOf(inner);
  // A marker without text (a cache breakpoint), or a picture, sound: what it is says enough here, the rest is in Raw.
  return typeof value.type === "string" ? `[${value.type}]` : JSON.stringify(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
