import type { Timeline, TimelineItem, TimelineLog, TimelineSpan } from "@/lib/model/timeline";
import { decodeText, formatArguments } from "./arguments";
import { findGaps, type Gap } from "./gaps";
import { nameSpeakers, type Speakers, speakerOf } from "./speakers";
import { readTurnWait } from "./waits";

export const ROW_KINDS = ["transcript", "tool", "handoff", "span", "log"] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** What colour and icon mean: never decided by a component. */
export type Tone = "user" | "agent" | "tool" | "error" | "warn" | "plain" | "llm" | "tts" | "stt" | "wait";

/** One line of the unified list, ready to be drawn. Positions in milliseconds on the session's clock. */
export interface Row {
  id: string;
  kind: RowKind;
  atMs: number;
  endMs: number | null;
  who: string;
  tone: Tone;
  text: string;
  /** A tool call's argument list, in brackets. */
  detail: string | null;
  /** What came of it: a tool's output. */
  result: string | null;
  interrupted: boolean;
  isError: boolean;
  confidence: number | null;
  /** What the caller waited before this turn of the agent. */
  waitMs: number | null;
  durationMs: number | null;
  source: string | null;
  /** The silence that this turn ended; null when nobody had been silent for long. */
  gap: Gap | null;
  /** Lower-case words that find-in-session looks through. */
  searchText: string;
}

/**
 * Makes the unified list: messages, tool calls, handoffs, spans and logs by time; at the same time in that order, then
 * by the order in which they came. The first handoff record (from no one) only says who began and is no row.
 */
export function layOutRows(timeline: Timeline): Row[] {
  const speakers = nameSpeakers(timeline);
  const rows: Row[] = [];
  for (const item of timeline.items) {
    const row = toItemRow(item, speakers);
    if (row) rows.push(row);
  }
  for (const span of timeline.spans) rows.push(toSpanRow(span));
  for (const log of timeline.logs) rows.push(toLogRow(log));
  const order = new Map(ROW_KINDS.map((kind, index) => [kind, index]));
  rows.sort((a, b) => a.atMs - b.atMs || (order.get(a.kind) ?? 0) - (order.get(b.kind) ?? 0));
  markGaps(rows, findGaps(timeline));
  return rows;
}

/** Puts each silence over the turn that begins nearest to its end. */
function markGaps(rows: readonly Row[], gaps: readonly Gap[]): void {
  const turns = rows.filter((row) => row.kind === "transcript");
  let at = 0;
  for (const gap of gaps) {
    const distance = (index: number) => Math.abs((turns[index]?.atMs ?? Number.POSITIVE_INFINITY) - gap.endMs);
    while (at + 1 < turns.length && distance(at + 1) <= distance(at)) at += 1;
    const turn = turns[at];
    if (turn && turn.atMs > gap.startMs) turn.gap = gap;
  }
}

function toItemRow(item: TimelineItem, speakers: Speakers): Row | null {
  switch (item.kind) {
    case "message":
      return toMessageRow(item, speakers);
    case "tool_call":
      return toToolRow(item);
    case "handoff":
      return toHandoffRow(item);
    case "config":
      return null;
    default: {
      const never: never = item.kind;
      return never;
    }
  }
}

function toMessageRow(item: TimelineItem, speakers: Speakers): Row {
  return {
    ...blank(item.id, "transcript", item.startMs),
    endMs: item.endMs,
    who: speakerOf(item, speakers),
    tone: item.role === "user" ? "user" : item.role === "agent" ? "agent" : "plain",
    text: item.text,
    interrupted: item.interrupted,
    confidence: item.role === "user" ? item.confidence : null,
    waitMs: readTurnWait(item),
    searchText: item.text.toLowerCase(),
  };
}

function toToolRow(item: TimelineItem): Row {
  const tool = item.tool;
  const name = tool?.name ?? "tool";
  const detail = formatArguments(tool?.arguments ?? "");
  const isError = tool?.isError === true;
  return {
    ...blank(item.id, "tool", item.startMs),
    endMs: item.endMs ?? (tool?.durationMs != null ? item.startMs + tool.durationMs : null),
    who: "Tool",
    tone: isError ? "error" : "tool",
    text: name,
    detail: `(${detail})`,
    result: tool?.output == null ? null : decodeText(tool.output),
    isError,
    durationMs: tool?.durationMs ?? null,
    searchText: `${name} ${tool?.arguments ?? ""} ${tool?.output ?? ""}`.toLowerCase(),
  };
}

function toHandoffRow(item: TimelineItem): Row | null {
  const handoff = item.handoff;
  if (!handoff || handoff.from === null) return null;
  const text = `${handoff.from} → ${handoff.to}`;
  return {
    ...blank(item.id, "handoff", item.startMs),
    who: "Handoff",
    text,
    searchText: `handoff ${text}`.toLowerCase(),
  };
}

function toSpanRow(span: TimelineSpan): Row {
  return {
    ...blank(span.id, "span", span.startMs),
    endMs: span.durationMs === null ? null : span.startMs + span.durationMs,
    who: "Span",
    tone: span.isError ? "error" : "plain",
    text: span.name,
    detail: span.summary === "" ? null : span.summary,
    isError: span.isError,
    durationMs: span.durationMs,
    source: span.durationMs === null ? "still open" : null,
    searchText: `${span.name} ${span.summary}`.toLowerCase(),
  };
}

function toLogRow(log: TimelineLog): Row {
  const isError = log.level === "error" || log.level === "fatal";
  return {
    ...blank(log.id, "log", log.atMs),
    who: log.level,
    tone: isError ? "error" : log.level === "warn" ? "warn" : "plain",
    text: log.message,
    isError,
    source: log.logger,
    searchText: `${log.level} ${log.message} ${log.logger}`.toLowerCase(),
  };
}

function blank(id: string, kind: RowKind, atMs: number): Row {
  return {
    id,
    kind,
    atMs,
    endMs: null,
    who: "",
    tone: "plain",
    text: "",
    detail: null,
    result: null,
    interrupted: false,
    isError: false,
    confidence: null,
    waitMs: null,
    durationMs: null,
    source: null,
    gap: null,
    searchText: "",
  };
}
