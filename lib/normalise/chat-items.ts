import type { Attributes, AttributeValue } from "@/lib/model/attributes";
import type { Rejected } from "@/lib/model/records";
import { parseJson } from "@/lib/wire/json";
import type { SentLog } from "@/lib/wire/otlp/records";
import { lookUp, textOf, toObject } from "./attributes";
import type { Received } from "./entries";
import { compareNs, later, loggedNs, toInstantNs } from "./instants";

/**
 * Kinds of chat items: `type` in the multipart copy and, in the log copy, the one key of `chat.item`; camelCase in the log
 * copy of Python < 1.5.0 and Node < 1.7.0. Source: PROTOCOL §4.1, §5.2.
 */
const KINDS = {
  message: "message",
  function_call: "function_call",
  functionCall: "function_call",
  function_call_output: "function_call_output",
  functionCallOutput: "function_call_output",
  agent_handoff: "agent_handoff",
  agentHandoff: "agent_handoff",
  agent_config_update: "agent_config_update",
  agentConfigUpdate: "agent_config_update",
} as const;

export type SentItemKind = (typeof KINDS)[keyof typeof KINDS];

/**
 * Other spellings of fields. Source: PROTOCOL §4.1 (multipart of Node 1.0.24 to 1.4.x: camelCase and `args`), §5.2 (log copy).
 */
const OTHER_SPELLINGS: Record<string, readonly string[]> = {
  arguments: ["args"],
  call_id: ["callId"],
  created_at: ["createdAt"],
  is_error: ["isError"],
  new_agent_id: ["newAgentId"],
  old_agent_id: ["oldAgentId"],
  tools_added: ["toolsAdded"],
  tools_removed: ["toolsRemoved"],
  transcript_confidence: ["transcriptConfidence"],
};

/** A chat item as one of the two copies told it, with its kind and time understood. Unit: Unix nanoseconds. */
export interface SentItem {
  id: string;
  kind: SentItemKind;
  createdNs: bigint;
  fields: Attributes;
}

/** A field of a sent chat item under any of its spellings; undefined when it was left out. */
export function field(fields: Attributes, name: string): AttributeValue | undefined {
  const value = fields[name];
  if (value !== undefined) return value;
  for (const other of lookUp(OTHER_SPELLINGS, name) ?? []) {
    if (fields[other] !== undefined) return fields[other];
  }
  return undefined;
}

/**
 * The chat items of a session, each id once, in conversation order: the multipart copy (richer, and there when logs are off)
 * as it is listed; items that only the log copy holds are put in by their time.
 * Errors: none thrown; a copy that is no JSON, or an item of no known kind, is in `rejected`.
 * Source: PROTOCOL §4.1, §5.2, traps T6 and T7.
 */
export function toSentItems(
  chatHistory: string | null,
  records: readonly Received<SentLog>[],
): { items: SentItem[]; rejected: Rejected[] } {
  const rejected: Rejected[] = [];
  const all = fromLogs(records, rejected);
  const items =
    chatHistory === null ? [] : fromMultipart(chatHistory, new Map(all.map((item) => [item.id, item])), rejected);
  const ids = new Set(items.map(({ id }) => id));
  const logged = all.filter(({ id }) => !ids.has(id));
  if (items.length === 0) return { items: logged, rejected };
  return { items: mergedByTime(items, logged), rejected };
}

/** Each logged item behind the last listed one that is not later; both lists keep their order. */
function mergedByTime(listed: readonly SentItem[], logged: readonly SentItem[]): SentItem[] {
  // The earliest time from each place on never falls, so the last place that is not later is found by halving.
  const earliestNs: bigint[] = [];
  for (let at = listed.length - 1, ns = listed[at]?.createdNs ?? 0n; at >= 0; at--) {
    const own = listed[at]?.createdNs ?? ns;
    if (own < ns) ns = own;
    earliestNs[at] = ns;
  }
  const behind = new Map<number, SentItem[]>();
  for (const item of logged) {
    const place = lastUpTo(earliestNs, item.createdNs);
    const others = behind.get(place);
    if (others) others.push(item);
    else behind.set(place, [item]);
  }
  return [...(behind.get(-1) ?? []), ...listed.flatMap((item, at) => [item, ...(behind.get(at) ?? [])])];
}

/** The last index whose value is at most `limit` in an ascending list; -1 when none is. */
function lastUpTo(ascending: readonly bigint[], limit: bigint): number {
  let low = -1;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ascending[middle] ?? 0n) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** An item without a time (Node's realtime models) has its logged copy's, else that of the one before it, or the first that is told. */
function fromMultipart(text: string, logged: ReadonlyMap<string, SentItem>, rejected: Rejected[]): SentItem[] {
  const listed = parseList(text);
  if (listed === null) {
    rejected.push({ index: 0, reason: "chat_history is not JSON with a list of items" });
    return [];
  }
  const byId = new Map<string, SentItem>();
  let previousNs = firstTime(listed) ?? [...logged.values()][0]?.createdNs ?? 0n;
  for (const [index, element] of listed.entries()) {
    const fields = toObject(element);
    const kind = fields === null ? undefined : lookUp<SentItemKind>(KINDS, textOf(fields, "type") ?? "");
    if (fields === null || kind === undefined) {
      rejected.push({ index, reason: `chat_history: item ${index} is of no known type` });
      continue;
    }
    const id = textOf(fields, "id") ?? `item_${index}`;
    const createdNs = toInstantNs(field(fields, "created_at")) ?? logged.get(id)?.createdNs ?? previousNs;
    previousNs = createdNs;
    if (!byId.has(id)) byId.set(id, { id, kind, createdNs, fields });
  }
  return [...byId.values()];
}

/** What an upload's chat items say without being understood. Units: Unix nanoseconds. */
interface ListedItems {
  ids: string[];
  /** When the first of the list was made, and the latest of all. */
  firstNs: bigint | null;
  lastNs: bigint | null;
}

/** Ids and times of an upload's chat items; nothing of what cannot be read. */
export function listedItems(chatHistory: string | null): ListedItems {
  const listed = (chatHistory === null ? null : parseList(chatHistory)) ?? [];
  let lastNs: bigint | null = null;
  for (const element of listed) lastNs = later(lastNs, firstTime([element]));
  const ids = listed.flatMap((element) => textOf(toObject(element) ?? {}, "id") ?? []);
  return { ids, firstNs: firstTime(listed), lastNs };
}

function firstTime(listed: readonly AttributeValue[]): bigint | null {
  for (const element of listed) {
    const createdNs = toInstantNs(field(toObject(element) ?? {}, "created_at"));
    if (createdNs !== null) return createdNs;
  }
  return null;
}

/** The ids of the chat items that log records hold. */
export function loggedItemIds(records: readonly Received<SentLog>[]): Set<string> {
  const ids = records.flatMap(({ sent }) => {
    const item = toObject(sent.attributes["chat.item"]) ?? {};
    return textOf(toObject(Object.values(item)[0]) ?? {}, "id") ?? [];
  });
  return new Set(ids);
}

function parseList(text: string): AttributeValue[] | null {
  try {
    const history = toObject(parseJson(text));
    return Array.isArray(history?.items) ? history.items : null;
  } catch {
    // What the sender sent is kept in the journal; the caller says that it could not be read.
    return null;
  }
}

function fromLogs(records: readonly Received<SentLog>[], rejected: Rejected[]): SentItem[] {
  const byId = new Map<string, SentItem>();
  // By the records' own times: Node makes them strictly increasing, and `created_at` may be cut to milliseconds.
  const ordered = [...records].sort((a, b) => compareNs(a.sent.timeNs, b.sent.timeNs));
  for (const [index, { sent }] of ordered.entries()) {
    const item = toObject(sent.attributes["chat.item"]) ?? {};
    const key = Object.keys(item)[0] ?? "";
    const kind = lookUp<SentItemKind>(KINDS, key);
    const fields = toObject(item[key]);
    if (kind === undefined || fields === null) {
      rejected.push({ index, reason: `chat item of no known kind "${key}"` });
      continue;
    }
    const createdNs = toInstantNs(field(fields, "created_at")) ?? loggedNs(sent);
    const id = textOf(fields, "id") ?? `item_${sent.timeNs}`;
    if (!byId.has(id)) byId.set(id, { id, kind, createdNs, fields });
  }
  return [...byId.values()];
}
