import type { Timeline, TimelineItem, TimelineRecord } from "@/lib/model/timeline";
import { formatClockMs, formatConfidence, formatMs, formatWhole } from "./format";
import { type Fact, type FactGroup, readFigures, readIds } from "./span-figures";
import { nameSpeakers, speakerOf } from "./speakers";

/** What the details pane writes at its head. */
export interface RecordHead {
  title: string;
  /** When, on the session's clock. */
  when: string;
  /** Where it begins, in milliseconds on the session's clock. */
  atMs: number;
  groups: FactGroup[];
  /** Ids that only the whole record knows. */
  ids: Fact[];
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
 * Title, time and figures of any record of a timeline, by id; null when the timeline does not hold it. `record` adds
 * what only the whole record knows.
 */
export function describeRecord(timeline: Timeline, id: string, record: TimelineRecord | null): RecordHead | null {
  const item = timeline.items.find((one) => one.id === id);
  if (item) return describeItem(timeline, item);
  const isNode = timeline.session.sdk.language === "node";
  const figures = readFigures(record?.attributes ?? {}, isNode);
  const ids = readIds(record?.attributes ?? {});
  const span = timeline.spans.find((one) => one.id === id);
  if (span) {
    const end = span.durationMs === null ? "still open" : formatMs(span.durationMs);
    const own = [fact("Duration", end), fact("Status", span.isError ? "error" : span.status)];
    const tone = span.isError ? "error" : "plain";
    const when = range(span.startMs, span.durationMs);
    return { title: span.name, when, atMs: span.startMs, groups: withOwn(own, figures), ids, tone };
  }
  const log = timeline.logs.find((one) => one.id === id);
  if (!log) return null;
  const isError = log.level === "error" || log.level === "fatal";
  const own = [fact("Level", log.level), fact("Logger", log.logger)];
  return {
    ...{ title: "Log line", when: formatClockMs(log.atMs), atMs: log.atMs },
    ...{ groups: withOwn(own, figures), ids, tone: isError ? "error" : "plain" },
  };
}

/** What every record of its kind has, before what this one tells. */
function withOwn(own: Fact[], figures: readonly FactGroup[]): FactGroup[] {
  const [timing, rest] = [
    figures.filter(({ title }) => title === "Timing"),
    figures.filter(({ title }) => title !== "Timing"),
  ];
  return [{ title: "Metrics", facts: [...own, ...timing.flatMap(({ facts }) => facts)] }, ...rest];
}

function describeItem(timeline: Timeline, item: TimelineItem): RecordHead {
  const durationMs = item.endMs === null ? null : item.endMs - item.startMs;
  const head = { when: range(item.startMs, durationMs), atMs: item.startMs, ids: [], tone: "plain" as const };
  const metrics = (facts: Fact[]) => (facts.length > 0 ? [{ title: "Metrics", facts }] : []);
  if (item.kind === "tool_call" && item.tool) {
    const { isError, name, callId } = item.tool;
    const facts = [
      fact("Outcome", isError === null ? "no output yet" : isError ? "failed" : "ok"),
      fact("Duration", item.tool.durationMs === null ? "not known" : formatMs(item.tool.durationMs)),
    ];
    const ids = callId === "" ? [] : [fact("call id", callId)];
    return { ...head, title: name, groups: metrics(facts), ids, tone: isError ? "error" : "plain" };
  }
  if (item.kind === "handoff" && item.handoff) {
    const facts = [fact("From", item.handoff.from ?? "no one: the session began here"), fact("To", item.handoff.to)];
    return { ...head, title: "Handoff", groups: metrics(facts) };
  }
  if (item.kind === "config") return { ...head, title: "Instructions", groups: [] };
  const facts = durationMs === null ? [] : [fact("Spoke for", formatMs(durationMs))];
  if (item.confidence !== null) facts.push(fact("Confidence", formatConfidence(item.confidence)));
  if (item.interrupted) facts.push(fact("Interrupted", "yes: only the words above were heard"));
  if (item.falseInterruption) facts.push(fact("Paused", "for a noise that was no turn, then went on"));
  const title = `${speakerOf(item, nameSpeakers(timeline))} turn`;
  return { ...head, title, groups: metrics([...facts, ...metricFacts(item)]) };
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

function range(startMs: number, durationMs: number | null): string {
  return durationMs === null
    ? formatClockMs(startMs)
    : `${formatClockMs(startMs)} – ${formatClockMs(startMs + durationMs)}`;
}

function fact(name: string, text: string): Fact {
  return { name, text };
}
