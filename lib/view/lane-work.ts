import type { SpanStage, Timeline, TimelineItem, TimelineLog, TimelineSpan } from "@/lib/model/timeline";
import { type Mark, toBar } from "./mark";
import type { Tone } from "./rows";

/** All spans of one stage. */
export function spanMarks(spans: readonly TimelineSpan[], stage: SpanStage, tone: Tone): Mark[] {
  return spans
    .filter((span) => span.stage === stage)
    .map((span) => ({
      ...toBar(
        span.id,
        span.startMs,
        span.durationMs === null ? null : span.startMs + span.durationMs,
        span.isError ? "error" : tone,
      ),
      ...{ isError: span.isError, what: span.isError ? `${span.name} failed` : span.name, owner: span.summary },
    }));
}

/** The wait before a turn is decided: its own span where the SDK sends one (Python >= 1.8.2), else the turn's figure. */
export function endOfTurnMarks(spans: readonly TimelineSpan[], items: readonly TimelineItem[]): Mark[] {
  const fromSpans = spanMarks(spans, "end-of-turn", "wait");
  if (fromSpans.length > 0) return fromSpans;
  return delayMarks(items, "endOfTurnDelayMs", (item, endMs) => ({
    ...toBar(`end-of-turn ${item.id}`, item.endMs ?? item.startMs, endMs, "wait"),
    ...{ recordId: item.id, what: "Waiting for the end of the turn", owner: "turn detection" },
  }));
}

/** Speech to text: spans of its own (Pipecat), else the time from the caller's last word to the final transcript. */
export function sttMarks(spans: readonly TimelineSpan[], items: readonly TimelineItem[]): Mark[] {
  const fromSpans = spanMarks(spans, "stt", "stt");
  if (fromSpans.length > 0) return fromSpans;
  const byId = new Map(spans.map((span) => [span.id, span]));
  return delayMarks(items, "transcriptionDelayMs", (item, endMs) => ({
    ...toBar(`transcription ${item.id}`, item.endMs ?? item.startMs, endMs, "stt"),
    ...{ recordId: item.id, what: "Last word to final transcript" },
    owner: item.spanIds.map((id) => byId.get(id)?.summary ?? "").find((summary) => summary !== "") ?? "",
  }));
}

function delayMarks(
  items: readonly TimelineItem[],
  metric: string,
  toMark: (item: TimelineItem, endMs: number) => Mark,
): Mark[] {
  const marks: Mark[] = [];
  for (const item of items) {
    const delayMs = item.metrics[metric];
    if (item.role !== "user" || item.endMs === null || delayMs === undefined || delayMs <= 0) continue;
    marks.push(toMark(item, item.endMs + delayMs));
  }
  return marks;
}

/** Tool calls by the transcript; one that has neither result nor end is still running, unless the session is over. */
export function toolMarks({ items, session }: Timeline): Mark[] {
  const marks: Mark[] = [];
  for (const item of items) {
    if (item.kind !== "tool_call" || !item.tool) continue;
    const { isError, durationMs, name, output } = item.tool;
    const isRunning = output === null && durationMs === null && item.endMs === null && session.status === "live";
    const endMs = durationMs === null ? (item.endMs ?? item.startMs) : item.startMs + durationMs;
    marks.push({
      ...toBar(item.id, item.startMs, isRunning ? null : endMs, isError ? "error" : "tool"),
      ...{ isError: isError === true, label: name, what: isError ? `${name} failed` : name, owner: "your code" },
    });
  }
  return marks;
}

/** Log lines as dots, warnings and errors as triangles. */
export function logMarks(logs: readonly TimelineLog[]): Mark[] {
  return logs.map((log) => {
    const isError = log.level === "error" || log.level === "fatal";
    const isLoud = isError || log.level === "warn";
    return {
      ...toBar(log.id, log.atMs, log.atMs, isError ? "error" : isLoud ? "warn" : "plain"),
      shape: isLoud ? ("triangle" as const) : ("dot" as const),
      ...{ isError, what: `${log.level}: ${log.message}`, owner: log.logger },
    };
  });
}
