import type { Timeline, TimelineItem, TimelineLog, TimelineSpan } from "@/lib/model/timeline";
import { formatMs } from "./format";
import { findCutMs } from "./interruptions";
import type { Tone } from "./rows";
import { capitalise, nameSpeakers } from "./speakers";

export type LaneId = "user" | "agent" | "eou" | "llm" | "tools" | "tts" | "logs";

/** One thing on a lane. Milliseconds on the session's clock; `endMs` equals `startMs` for a moment. */
export interface Mark {
  id: string;
  startMs: number;
  endMs: number;
  tone: Tone;
  shape: "bar" | "dot" | "triangle";
  /** Written beside the mark where there is room. */
  label: string | null;
  /** Said when the pointer rests on it. */
  title: string;
  isError: boolean;
  /** Where an interrupted turn fell silent: from here to its end it is hatched. Null: not interrupted. */
  cutMs: number | null;
}

export interface Lane {
  id: LaneId;
  label: string;
  tone: Tone;
  marks: Mark[];
}

/** Span names that stand for a lane. Source: PROTOCOL §6 (llm_node is one LLM step, tts_node one synthesis). */
const LLM_SPANS = new Set(["llm_node", "realtime_inference"]);
const TTS_SPANS = new Set(["tts_node"]);
const EOU_SPANS = new Set(["eou_wait"]);

/**
 * Decides what stands on which lane. Open spans reach to `nowMs` (a position on the session's clock), so that bars of a
 * live session grow. Marks are in order of time. Nothing is left out here: `placeMarks` culls and merges for the zoom.
 */
export function layOutLanes(timeline: Timeline, nowMs: number): Lane[] {
  const speakers = nameSpeakers(timeline);
  const { items, spans, logs } = timeline;
  return [
    lane("user", capitalise(speakers.user), "user", speechMarks(timeline, "user", nowMs)),
    lane("agent", capitalise(speakers.agent), "agent", speechMarks(timeline, "agent", nowMs)),
    lane("eou", "end of turn", "wait", endOfTurnMarks(spans, items, nowMs)),
    lane("llm", "LLM", "llm", spanMarks(spans, LLM_SPANS, "llm", nowMs)),
    lane("tools", "tools", "tool", toolMarks(items, nowMs)),
    lane("tts", "TTS", "tts", spanMarks(spans, TTS_SPANS, "tts", nowMs)),
    lane("logs", "logs", "plain", logs.map(toLogMark)),
  ];
}

function lane(id: LaneId, label: string, tone: Tone, marks: Mark[]): Lane {
  return { id, label, tone, marks: marks.sort((a, b) => a.startMs - b.startMs) };
}

function speechMarks({ items, spans }: Timeline, role: "user" | "agent", nowMs: number): Mark[] {
  return items
    .filter((item) => item.kind === "message" && item.role === role)
    .map((item) => ({
      ...bar(item.id, item.startMs, item.endMs ?? Math.min(nowMs, item.startMs + 1000), role),
      title: `${capitalise(role)}: ${item.text}${item.interrupted ? " (interrupted)" : ""}`,
      cutMs: findCutMs(spans, item),
    }));
}

/** The wait before a turn is decided: its own span where the SDK sends one (Python >= 1.8.2), else the turn's figure. */
function endOfTurnMarks(spans: readonly TimelineSpan[], items: readonly TimelineItem[], nowMs: number): Mark[] {
  const fromSpans = spanMarks(spans, EOU_SPANS, "wait", nowMs);
  if (fromSpans.length > 0) return fromSpans;
  const marks: Mark[] = [];
  for (const item of items) {
    const waitMs = item.metrics.endOfTurnDelayMs;
    if (item.role !== "user" || item.endMs === null || waitMs === undefined || waitMs <= 0) continue;
    marks.push({
      ...bar(item.id, item.endMs, item.endMs + waitMs, "wait"),
      title: `End of turn, ${formatMs(waitMs)}`,
    });
  }
  return marks;
}

function spanMarks(spans: readonly TimelineSpan[], names: ReadonlySet<string>, tone: Tone, nowMs: number): Mark[] {
  return spans
    .filter((span) => names.has(span.name))
    .map((span) => ({
      ...bar(span.id, span.startMs, span.durationMs === null ? nowMs : span.startMs + span.durationMs, tone),
      tone: span.isError ? ("error" as const) : tone,
      isError: span.isError,
      title: [span.name, span.summary, span.durationMs === null ? "still open" : formatMs(span.durationMs)]
        .filter(Boolean)
        .join(" · "),
    }));
}

function toolMarks(items: readonly TimelineItem[], nowMs: number): Mark[] {
  const marks: Mark[] = [];
  for (const item of items) {
    if (item.kind !== "tool_call" || !item.tool) continue;
    const isError = item.tool.isError === true;
    const durationMs = item.tool.durationMs;
    const openEndMs = item.tool.output === null ? nowMs : item.startMs;
    const endMs = durationMs === null ? (item.endMs ?? openEndMs) : item.startMs + durationMs;
    marks.push({
      ...bar(item.id, item.startMs, endMs, isError ? "error" : "tool"),
      isError,
      label: item.tool.name,
      title: `${item.tool.name} · ${isError ? "failed" : durationMs === null ? "running" : formatMs(durationMs)}`,
    });
  }
  return marks;
}

function toLogMark(log: TimelineLog): Mark {
  const isError = log.level === "error" || log.level === "fatal";
  const isLoud = isError || log.level === "warn";
  return {
    ...bar(log.id, log.atMs, log.atMs, isError ? "error" : isLoud ? "warn" : "plain"),
    shape: isLoud ? "triangle" : "dot",
    isError,
    title: `${log.level}: ${log.message}`,
  };
}

function bar(id: string, startMs: number, endMs: number, tone: Tone): Mark {
  return {
    id,
    startMs,
    endMs: Math.max(startMs, endMs),
    tone,
    shape: "bar",
    label: null,
    title: "",
    isError: false,
    cutMs: null,
  };
}
