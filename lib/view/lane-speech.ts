import type { Stretch } from "@/lib/model/activity";
import type { Timeline, TimelineItem } from "@/lib/model/timeline";
import { formatLatency } from "./format";
import { findCutMs } from "./interruptions";
import { type Mark, toBar } from "./mark";
import { nameSpeakers } from "./speakers";

/** A turn without an end is drawn this long. */
const TURN_MS = 1000;

/** What one side said, turn by turn, where the transcript has it. */
export function speechMarks(timeline: Timeline, role: "user" | "agent"): Mark[] {
  const { items, spans } = timeline;
  const name = nameSpeakers(timeline)[role];
  return items
    .filter((item) => item.kind === "message" && item.role === role)
    .map((item) => ({
      ...toBar(item.id, item.startMs, item.endMs ?? item.startMs + TURN_MS, role),
      what: `${item.text}`,
      owner: name,
      cutMs: findCutMs(spans, item),
      note: noteOf(item),
    }));
}

function noteOf(item: TimelineItem): Mark["note"] {
  if (item.interrupted) return { text: "interrupted", tone: "error" };
  return item.falseInterruption ? { text: "false interruption", tone: "warn" } : null;
}

/** A measured gap begins where the agent's first sound is, less its length: within this of the transcript's own start. */
const NEAR_MS = 2000;
/** A silence that is for the most part a wait is not told twice. */
const SAME_SHARE = 0.5;

/**
 * What the caller waited before each turn of the agent (as the recording has it, else as the SDK reports it), silences in
 * which nobody spoke, and where both spoke at once.
 */
export function waitMarks(timeline: Timeline): Mark[] {
  const { items, activity, waitBounds } = timeline;
  const byId = new Map(items.map((item) => [item.id, item]));
  const waits: Mark[] = [];
  for (const { itemId, totalMs, heardMs } of timeline.waits) {
    const turn = byId.get(itemId);
    if (!turn) continue;
    const ms = heardMs ?? totalMs;
    const endMs = heardMs === null ? turn.startMs : firstSoundMs(activity?.agent ?? [], turn.startMs);
    const isSlow = ms > waitBounds.slowMsMax;
    waits.push({
      ...toBar(`wait ${itemId}`, endMs - ms, endMs, isSlow ? "error" : "wait"),
      ...{ recordId: itemId, label: formatLatency(ms), what: waitText(totalMs, heardMs) },
    });
  }
  return activity ? [...waits, ...silenceMarks(activity.silences, waits), ...overlapMarks(activity.overlaps)] : waits;
}

function waitText(totalMs: number, heardMs: number | null): string {
  if (heardMs === null) return `The caller waited ${formatLatency(totalMs)}, as the SDK reports it`;
  return `The caller waited ${formatLatency(heardMs)}, measured in the recording; the SDK reports ${formatLatency(totalMs)}`;
}

/** Where the agent's voice is first heard in the recording for a turn that begins here in the transcript. */
function firstSoundMs(heard: readonly Stretch[], startMs: number): number {
  let best = startMs;
  let bestAwayMs = NEAR_MS;
  for (const [from] of heard) {
    const awayMs = Math.abs(from - startMs);
    if (awayMs > bestAwayMs) continue;
    best = from;
    bestAwayMs = awayMs;
  }
  return best;
}

function silenceMarks(silences: readonly Stretch[], waits: readonly Mark[]): Mark[] {
  const marks: Mark[] = [];
  for (const [startMs, endMs] of silences) {
    const sharedMs = waits.reduce(
      (sum, wait) => sum + Math.max(0, Math.min(endMs, wait.endMs ?? endMs) - Math.max(startMs, wait.startMs)),
      0,
    );
    if (sharedMs > (endMs - startMs) * SAME_SHARE) continue;
    const length = formatLatency(endMs - startMs);
    marks.push({
      ...toBar(`silence ${startMs}`, startMs, endMs, "plain"),
      shape: "gap",
      ...{ recordId: null, label: `silence ${length}`, what: "Nobody is heard in the recording" },
    });
  }
  return marks;
}

function overlapMarks(overlaps: readonly Stretch[]): Mark[] {
  return overlaps.map(([startMs, endMs]) => ({
    ...toBar(`both ${startMs}`, startMs, endMs, "warn"),
    ...{ recordId: null, what: "Both are heard at once in the recording" },
  }));
}
