import type { Timeline, TimelineItem, TimelineRecord } from "@/lib/model/timeline";
import { formatClock, formatConfidence, formatMs, formatWhole } from "./format";
import { nameSpeakers, speakerOf } from "./speakers";

/** One figure of a record with its name. */
export interface Fact {
  name: string;
  text: string;
}

/** What the details pane writes at its head. */
export interface RecordHead {
  title: string;
  /** When, on the session's clock. */
  when: string;
  facts: Fact[];
  tone: "error" | "plain";
}

/** The SDK's figures of a message. Source: PROTOCOL §4.1. All in milliseconds but tokens a second. */
const METRIC_NAMES: readonly [string, string][] = [
  ["e2eLatencyMs", "Waited, end to end (e2e)"],
  ["transcriptionDelayMs", "Transcription"],
  ["endOfTurnDelayMs", "End of turn decision"],
  ["onUserTurnCompletedDelayMs", "Your callback"],
  ["llmTtftMs", "LLM first token (TTFT)"],
  ["llmTtfsMs", "LLM first sentence"],
  ["ttsTtfbMs", "TTS first byte (TTFB)"],
  ["playbackLatencyMs", "Playback"],
];

/**
 * Attributes of spans that are figures, by how their names end: label, and what one unit is in milliseconds (null: a
 * count or a word). Prefixes differ by SDK and standard, the endings agree. Source: PROTOCOL §6.2.
 */
const SPAN_FIGURES: readonly { ending: string; label: string; unitMs: number | null }[] = [
  { ending: "response.ttft", label: "First token (TTFT)", unitMs: 1000 },
  { ending: "response.ttfb", label: "First byte (TTFB)", unitMs: 1000 },
  { ending: "e2e_latency", label: "Waited, end to end (e2e)", unitMs: 1000 },
  { ending: "request.model", label: "Model", unitMs: null },
  { ending: "provider.name", label: "Provider", unitMs: null },
  { ending: "usage.input_tokens", label: "Tokens in", unitMs: null },
  { ending: "usage.cache_read.input_tokens", label: "Tokens in, cached", unitMs: null },
  { ending: "usage.audio.input_tokens", label: "Tokens in, audio", unitMs: null },
  { ending: "usage.text.input_tokens", label: "Tokens in, text", unitMs: null },
  { ending: "usage.output_tokens", label: "Tokens out", unitMs: null },
  { ending: "usage.audio.output_tokens", label: "Tokens out, audio", unitMs: null },
  { ending: "usage.text.output_tokens", label: "Tokens out, text", unitMs: null },
];

/**
 * Title, time and figures of any record of a timeline, by id; null when the timeline does not hold it. `record` adds
 * what only the whole record knows.
 */
export function describeRecord(timeline: Timeline, id: string, record: TimelineRecord | null): RecordHead | null {
  const item = timeline.items.find((one) => one.id === id);
  if (item) return describeItem(timeline, item);
  const span = timeline.spans.find((one) => one.id === id);
  if (span) {
    const end = span.durationMs === null ? "still open" : formatMs(span.durationMs);
    const facts = [fact("Duration", end), fact("Status", span.isError ? "error" : span.status), ...spanFigures(record)];
    return {
      title: span.name,
      when: range(span.startMs, span.durationMs),
      facts,
      tone: span.isError ? "error" : "plain",
    };
  }
  const log = timeline.logs.find((one) => one.id === id);
  if (!log) return null;
  const isError = log.level === "error" || log.level === "fatal";
  const facts = [fact("Level", log.level), fact("Logger", log.logger)];
  return { title: "Log line", when: formatClock(log.atMs), facts, tone: isError ? "error" : "plain" };
}

function describeItem(timeline: Timeline, item: TimelineItem): RecordHead {
  const durationMs = item.endMs === null ? null : item.endMs - item.startMs;
  const when = range(item.startMs, durationMs);
  if (item.kind === "tool_call" && item.tool) {
    const { isError, name, callId } = item.tool;
    const outcome = isError === null ? "no output yet" : isError ? "failed" : "ok";
    const facts = [
      fact("Outcome", outcome),
      fact("Duration", item.tool.durationMs === null ? "not known" : formatMs(item.tool.durationMs)),
      fact("Call id", callId),
    ];
    return { title: name, when, facts, tone: isError ? "error" : "plain" };
  }
  if (item.kind === "handoff" && item.handoff) {
    const facts = [fact("From", item.handoff.from ?? "no one: the session began here"), fact("To", item.handoff.to)];
    return { title: "Handoff", when, facts, tone: "plain" };
  }
  if (item.kind === "config") return { title: "Instructions", when, facts: [], tone: "plain" };
  const facts = item.confidence === null ? [] : [fact("Confidence", formatConfidence(item.confidence))];
  if (item.interrupted) facts.push(fact("Interrupted", "yes: only the words above were heard"));
  const title = `${speakerOf(item, nameSpeakers(timeline))} turn`;
  return { title, when, facts: [...facts, ...metricFacts(item)], tone: "plain" };
}

function metricFacts(item: TimelineItem): Fact[] {
  const facts: Fact[] = [];
  for (const [name, label] of METRIC_NAMES) {
    const value = item.metrics[name];
    if (value !== undefined) facts.push(fact(label, formatMs(value)));
  }
  const tokensPerSecond = item.metrics.llmTokensPerSecond;
  if (tokensPerSecond !== undefined) facts.push(fact("LLM speed", `${formatWhole(tokensPerSecond)} tokens/s`));
  return facts;
}

function spanFigures(record: TimelineRecord | null): Fact[] {
  const facts: Fact[] = [];
  const attributes = Object.entries(record?.attributes ?? {});
  for (const { ending, label, unitMs } of SPAN_FIGURES) {
    const value = attributes.find(([name]) => name.endsWith(`.${ending}`))?.[1];
    if (typeof value === "number")
      facts.push(fact(label, unitMs === null ? formatWhole(value) : formatMs(value * unitMs)));
    else if (typeof value === "string" && value !== "") facts.push(fact(label, value));
  }
  return facts;
}

function range(startMs: number, durationMs: number | null): string {
  return durationMs === null ? formatClock(startMs) : `${formatClock(startMs)} – ${formatClock(startMs + durationMs)}`;
}

function fact(name: string, text: string): Fact {
  return { name, text };
}
