import type { Timeline, TimelineItem, TimelineRecord, TimelineSpan } from "@/lib/model/timeline";
import { formatMs, formatWhole } from "./format";
import { type Fact, readIds, readNumber, readText } from "./span-figures";

/** The spans whose records tell what a turn or tool call took. */
export interface TurnWork {
  /** The item's own spans: ids of speech, requests, participants; a tool's exception. */
  ownIds: string[];
  /** Calls to models under them, in order of time. */
  callIds: string[];
}

/** One call to a model in words. */
export interface ModelCall {
  spanId: string;
  title: string;
  model: string;
  facts: Fact[];
}

/** Spans of a call to a model. Source: PROTOCOL §6.2. */
const CALLS = new Set(["llm_request", "realtime_inference", "tts_request"]);
/** More are in the list of spans; each costs a request. */
const CALLS_MAX = 6;
const OWN_MAX = 2;

/** Finds the spans that tell of an item. Of calls within calls (Node wraps them) the outermost counts. */
export function findTurnWork(timeline: Timeline, item: TimelineItem): TurnWork {
  const byId = new Map(timeline.spans.map((span) => [span.id, span]));
  const own = new Set(item.spanIds);
  const calls = timeline.spans.filter((span) => CALLS.has(span.name) && own.size > 0 && isOutermost(byId, span, own));
  calls.sort((a, b) => a.startMs - b.startMs);
  return {
    ownIds: item.spanIds.filter((id) => byId.has(id)).slice(0, OWN_MAX),
    callIds: calls.slice(0, CALLS_MAX).map((span) => span.id),
  };
}

const LOGS_MAX = 2;
const LOUD = new Set(["warn", "error", "fatal"]);

/**
 * Log lines that were written loudly inside of these spans: the SDKs log a failed tool's or model's exception there, and
 * leave only its type on the span. Source: PROTOCOL §6.2; captures `python-trouble`, `node-clinic`.
 */
export function findLoudLogs(timeline: Timeline, spanIds: readonly string[]): string[] {
  const own = new Set(spanIds);
  const loud = timeline.logs.filter((log) => log.spanId !== null && own.has(log.spanId) && LOUD.has(log.level));
  return loud.slice(0, LOGS_MAX).map((log) => log.id);
}

function isOutermost(byId: ReadonlyMap<string, TimelineSpan>, span: TimelineSpan, own: ReadonlySet<string>): boolean {
  const seen = new Set([span.id]);
  for (let id = span.parentId; id !== null && !seen.has(id); ) {
    if (own.has(id)) return true;
    const parent = byId.get(id);
    if (!parent || parent.name === span.name) return false;
    seen.add(id);
    id = parent.parentId;
  }
  return own.has(span.id);
}

/** A call to a model: which model of which provider, its tokens or characters, how soon it began to answer. */
export function describeCall(record: TimelineRecord): ModelCall {
  const isSpeech = record.span?.name.startsWith("tts") ?? false;
  const model = [readText(record, "provider.name"), readText(record, "request.model")].filter(Boolean).join(" ");
  const facts = isSpeech ? speechFacts(record) : tokenFacts(record);
  if (record.span?.durationMs != null) facts.push({ name: "took", text: formatMs(record.span.durationMs) });
  return { spanId: record.id, title: isSpeech ? "Speech" : "LLM call", model, facts };
}

function tokenFacts(record: TimelineRecord): Fact[] {
  const count = (ending: string) => readNumber(record, ending);
  const facts: Fact[] = [];
  const side = (name: string, total: number | null, parts: [string, number | null][]) => {
    if (total === null) return;
    const inside = parts.filter(([, one]) => one).map(([noun, one]) => `${formatWhole(one)} ${noun}`);
    facts.push({ name, text: `${formatWhole(total)}${inside.length > 0 ? ` (${inside.join(", ")})` : ""}` });
  };
  side("in", count("usage.input_tokens"), [
    ["cached", count("usage.cache_read.input_tokens") ?? count("usage.input_cached_tokens")],
    ["audio", count("usage.audio.input_tokens") ?? count("usage.input_audio_tokens")],
  ]);
  side("out", count("usage.output_tokens"), [
    ["audio", count("usage.audio.output_tokens") ?? count("usage.output_audio_tokens")],
    ["reasoning", count("usage.reasoning.output_tokens")],
  ]);
  const firstSeconds = count("response.time_to_first_chunk") ?? count("response.ttft");
  if (firstSeconds !== null) facts.push({ name: "first token", text: formatMs(firstSeconds * 1000) });
  return facts;
}

function speechFacts(record: TimelineRecord): Fact[] {
  const facts: Fact[] = [];
  const characters = readNumber(record, "metrics.characters_count");
  const seconds = readNumber(record, "metrics.audio_duration");
  const audioMs = seconds === null ? readNumber(record, "metrics.audio_duration_ms") : seconds * 1000;
  const firstSeconds = readNumber(record, "metrics.ttfb");
  const firstMs = firstSeconds === null ? readNumber(record, "metrics.ttfb_ms") : firstSeconds * 1000;
  if (characters !== null) facts.push({ name: "characters", text: formatWhole(characters) });
  if (audioMs !== null) facts.push({ name: "audio", text: formatMs(audioMs) });
  if (firstMs !== null) facts.push({ name: "first byte", text: formatMs(firstMs) });
  return facts;
}

/** Ids of a turn's own spans, each once. */
export function collectIds(records: readonly TimelineRecord[]): Fact[] {
  const ids = new Map<string, Fact>();
  for (const record of records) for (const id of readIds(record.attributes)) ids.set(id.text, id);
  return [...ids.values()];
}
