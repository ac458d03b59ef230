import type { Attributes } from "@/lib/model/attributes";
import type { LogRecord } from "@/lib/model/logs";
import type { Span, SpanEvent } from "@/lib/model/spans";
import type { ChatItem, ToolCall } from "@/lib/model/turns";
import { numberOf, textOf, toObject } from "./attributes";
import { blankItem } from "./blank-item";
import { asText, type SaidMessage, structureOf, toInputMessages, toMessage, toOutputMessages } from "./gen-ai-messages";
import { compareNs, secondsToMs, spanMs } from "./instants";

/**
 * Names that this file understands: what a model was given and answered, on its span, on the event `gen_ai.client.inference.operation.details`
 * or, up to 1.36, on one event a message (`gen_ai.user.message`, `gen_ai.choice`); events are logs, or events of the span. Tools: spans of the
 * operation `execute_tool`. Source: OpenTelemetry semantic conventions for generative AI, spans and events, 1.27 and later.
 */
const DETAILS = "gen_ai.client.inference.operation.details";
const CHOICE = "gen_ai.choice";
const MESSAGE = /^gen_ai\.(system|user|assistant|tool)\.message$/;
const FIRST_CHUNK = "gen_ai.response.time_to_first_chunk";
const TOOL = "execute_tool";

/** One request to a model. */
interface Exchange {
  id: string;
  /** Its span; none where only an event of it came. */
  spanIds: string[];
  startNs: bigint;
  endNs: bigint | null;
  input: SaidMessage[];
  output: SaidMessage[];
  attributes: Attributes;
}

/** What was made so far; calls by their ids, where they have one. */
interface Talk {
  items: ChatItem[];
  calls: Map<string, ChatItem>;
}

/** An event of a span or of the logs. */
type Told = Pick<SpanEvent, "name" | "attributes"> & { body: Attributes | null };

/**
 * The conversation of other senders' sessions, as their models were told it: each request holds all that was said before, so that of every
 * one only what is new counts. Without recorded content (most senders leave it out) only the tools. Ordered by when it was said.
 * Units: Unix nanoseconds; metrics in milliseconds. Spans and logs: ordered by time.
 */
export function toGenAiItems(spans: readonly Span[], logs: readonly LogRecord[]): ChatItem[] {
  const talk: Talk = { items: [], calls: new Map() };
  let told: string[] = [];
  for (const exchange of toExchanges(spans, logs)) {
    const input = exchange.input.filter(({ role }) => role !== "system");
    const fresh = input.slice(newFrom(input.map(signature), told, input));
    for (const message of fresh) addMessage(talk, exchange, message, false);
    for (const message of exchange.output) addMessage(talk, exchange, message, true);
    told = [...input, ...exchange.output].map(signature);
  }
  addTools(talk, spans);
  return talk.items.sort((a, b) => compareNs(a.startNs, b.startNs));
}

/** Where what was not told before begins: behind what both have in common; of another or a shortened talk, behind the last answer. */
function newFrom(input: readonly string[], told: readonly string[], messages: readonly SaidMessage[]): number {
  const common = input.findIndex((text, index) => text !== told[index]);
  const same = common === -1 ? input.length : common;
  if (same > 0 && same >= Math.min(told.length, input.length)) return same;
  return told.length === 0 ? 0 : messages.findLastIndex(({ role }) => role === "agent") + 1;
}

function signature({ role, text, calls, results }: SaidMessage): string {
  return JSON.stringify([role, text, calls.map(({ id, name }) => [id, name]), results.map(({ id }) => id)]);
}

function toExchanges(spans: readonly Span[], logs: readonly LogRecord[]): Exchange[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const eventsOf = new Map<string, Told[]>();
  const lone: LogRecord[] = [];
  for (const log of logs) {
    if (!isEvent(log.eventName ?? "")) continue;
    const told = { name: log.eventName ?? "", attributes: log.attributes, body: toObject(log.body) };
    const events = log.spanId === null ? undefined : eventsOf.get(log.spanId);
    if (log.spanId === null || !byId.has(log.spanId)) lone.push(log);
    else if (events === undefined) eventsOf.set(log.spanId, [told]);
    else events.push(told);
  }
  const found: Exchange[] = [];
  for (const span of spans) {
    const events = span.events.filter(({ name }) => isEvent(name)).map((event) => ({ ...event, body: null }));
    const { spanId: id, startNs, endNs, attributes } = span;
    found.push(toExchange({ id, spanIds: [id], startNs, endNs, attributes }, [...events, ...(eventsOf.get(id) ?? [])]));
  }
  for (const { id, timeNs, attributes, eventName = "", body } of lone) {
    const told = { name: eventName, attributes, body: toObject(body) };
    found.push(toExchange({ id, spanIds: [], startNs: timeNs, endNs: timeNs, attributes: {} }, [told]));
  }
  const speaking = found.filter(({ input, output }) => input.length + output.length > 0);
  const outer = outerIds(speaking, byId);
  return speaking.filter(({ id }) => !outer.has(id)).sort((a, b) => compareNs(a.startNs, b.startNs));
}

function isEvent(name: string): boolean {
  return name === DETAILS || name === CHOICE || MESSAGE.test(name);
}

function toExchange(request: Omit<Exchange, "input" | "output">, events: readonly Told[]): Exchange {
  const details = events.filter(({ name }) => name === DETAILS);
  const attributes = Object.assign({}, ...details.map((event) => event.attributes), request.attributes) as Attributes;
  const input = toInputMessages(attributes);
  const output = toOutputMessages(attributes);
  if (input.length + output.length > 0) return { ...request, input, output };
  for (const { name, attributes: own, body } of events) {
    const role = MESSAGE.exec(name)?.[1];
    const said = body ?? toObject(structureOf(own["gen_ai.event.content"])) ?? own;
    if (role !== undefined) input.push(toMessage(said, role));
    else if (name === CHOICE) output.push(toMessage(toObject(structureOf(said.message)) ?? said, "assistant"));
  }
  return { ...request, input, output };
}

/** No tree of calls is deeper; a sender that errs may send a loop. */
const DEPTH_MAX = 64;

/** Requests around other requests: an agent's span repeats what its models were told. */
function outerIds(exchanges: readonly Exchange[], byId: ReadonlyMap<string, Span>): Set<string> {
  const ids = new Set(exchanges.map(({ id }) => id));
  const outer = new Set<string>();
  for (const { id } of exchanges) {
    let parentId = byId.get(id)?.parentSpanId ?? null;
    for (let depth = 0; depth < DEPTH_MAX && parentId !== null; depth++) {
      if (ids.has(parentId)) outer.add(parentId);
      parentId = byId.get(parentId)?.parentSpanId ?? null;
    }
  }
  return outer;
}

function addMessage(talk: Talk, exchange: Exchange, message: SaidMessage, isAnswer: boolean): void {
  const { startNs, endNs } = exchange;
  const { items, calls } = talk;
  const chunkSeconds = isAnswer ? numberOf(exchange.attributes, FIRST_CHUNK) : null;
  // What was given was said by when the request began; an answer begins with its first piece, or is there at once.
  const firstNs = chunkSeconds === null ? (endNs ?? startNs) : startNs + BigInt(Math.round(chunkSeconds * 1e9));
  if (message.text !== "" && (message.role === "user" || message.role === "agent")) {
    const item = blank(exchange, items.length, isAnswer ? firstNs : startNs);
    items.push({
      ...item,
      role: message.role,
      text: message.text,
      endNs: isAnswer && endNs !== firstNs ? endNs : null,
    });
    if (chunkSeconds !== null) item.metrics.llmTtftMs = secondsToMs(chunkSeconds);
  }
  for (const { id: callId, name, arguments: sent } of message.calls) {
    if (calls.has(callId)) continue;
    const atNs = isAnswer ? (endNs ?? startNs) : startNs;
    const item = toToolCall(blank(exchange, items.length, atNs), { callId, name, arguments: sent });
    items.push(item);
    if (callId !== "") calls.set(callId, item);
  }
  for (const { id, output } of message.results) {
    const tool = calls.get(id)?.tool;
    if (!tool) continue;
    tool.output ??= output;
    tool.isError ??= false;
  }
}

/** Spans of tools know when one ran and whether it failed; a tool that no message asks for is shown by its span alone. */
function addTools({ items, calls }: Talk, spans: readonly Span[]): void {
  const unnamed = unnamedCalls(items);
  for (const span of spans) {
    const { attributes, startNs, endNs } = span;
    if (attributes["gen_ai.operation.name"] !== TOOL) continue;
    const callId = textOf(attributes, "gen_ai.tool.call.id") ?? "";
    const name = textOf(attributes, "gen_ai.tool.name") ?? span.name;
    const known = calls.get(callId) ?? unnamed.get(name)?.next().value;
    const told = { callId, name, arguments: asText(attributes["gen_ai.tool.call.arguments"]) };
    const item =
      known ?? toToolCall(blank({ id: span.spanId, spanIds: [span.spanId], attributes }, items.length, startNs), told);
    if (known === undefined) items.push(item);
    else item.spanIds.push(span.spanId);
    if (callId !== "") calls.set(callId, item);
    item.startNs = startNs;
    item.endNs = endNs;
    if (item.tool !== null) addRun(item.tool, span, told);
  }
}

/** Calls that no id tells from others of their tool, by its name: the first that was asked for is the first that ran. */
function unnamedCalls(items: readonly ChatItem[]): Map<string, Iterator<ChatItem, undefined>> {
  const byName = new Map<string, ChatItem[]>();
  for (const item of items) {
    if (item.tool?.callId !== "") continue;
    const others = byName.get(item.tool.name);
    if (others === undefined) byName.set(item.tool.name, [item]);
    else others.push(item);
  }
  return new Map([...byName].map(([name, calls]) => [name, calls.values()]));
}

function addRun(
  tool: ToolCall,
  { attributes, startNs, endNs, isError }: Span,
  told: Pick<ToolCall, "callId" | "arguments">,
): void {
  tool.callId ||= told.callId;
  tool.arguments ||= told.arguments;
  tool.output ??= asText(attributes["gen_ai.tool.call.result"]) || null;
  if (endNs === null) return;
  tool.isError = isError;
  tool.durationMs = spanMs(startNs, endNs);
}

function toToolCall(item: ChatItem, tool: { callId: string; name: string; arguments: string }): ChatItem {
  return { ...item, kind: "tool_call", tool: { ...tool, output: null, isError: null, durationMs: null } };
}

function blank(
  { id, spanIds, attributes }: Pick<Exchange, "id" | "spanIds" | "attributes">,
  place: number,
  startNs: bigint,
): ChatItem {
  return blankItem({ id: `said_${id}_${place}`, kind: "message", startNs, spanIds: [...spanIds], sent: attributes });
}
