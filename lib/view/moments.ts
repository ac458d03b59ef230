import type { Stretch } from "@/lib/model/activity";
import type { Timeline, TimelineItem } from "@/lib/model/timeline";
import { formatLatency } from "./format";
import { findCutMs } from "./interruptions";
import { capitalise, nameSpeakers } from "./speakers";
import { shareOf, type TimeWindow } from "./time-scale";
import { readTurnWait } from "./waits";

/** A place in the session that is worth hearing. Position in milliseconds on the session's clock. */
export interface Moment {
  atMs: number;
  kind: "interruption" | "error" | "slow-turn" | "silence";
  text: string;
  /** The record to select there, if there is one. */
  recordId: string | null;
}

/** Silence in milliseconds after which callers ask whether anyone is there (SCREENS.md: more than 2 s). */
export const SILENCE_MS_MIN = 2000;
/** Start this much before the moment, so that one hears what led to it. */
const LEAD_MS = 300;

/** Finds interruptions, failures, slow turns and silences, in order of time; two at the same place are both there. */
export function findMoments(timeline: Timeline): Moment[] {
  const speakers = nameSpeakers(timeline);
  const turns = timeline.items.filter((item) => item.kind === "message" && item.role !== "system");
  const moments: Moment[] = timeline.activity ? timeline.activity.silences.map(toSilence) : findSilences(turns);
  for (const item of timeline.items) {
    const waitMs = readTurnWait(item);
    const cutMs = findCutMs(timeline.spans, item);
    if (cutMs !== null) {
      const text = `${capitalise(speakers.user)} interrupted`;
      moments.push({ atMs: cutMs, kind: "interruption", text, recordId: item.id });
    }
    if (waitMs !== null && waitMs > timeline.waitBounds.slowMsMax) {
      const text = `Slow answer, ${formatLatency(waitMs)}`;
      moments.push({ atMs: item.startMs - waitMs, kind: "slow-turn", text, recordId: item.id });
    }
    if (item.tool?.isError) {
      moments.push({ atMs: item.startMs, kind: "error", text: `${item.tool.name} failed`, recordId: item.id });
    }
  }
  for (const log of timeline.logs) {
    if (log.level !== "error" && log.level !== "fatal") continue;
    moments.push({ atMs: log.atMs, kind: "error", text: log.message, recordId: log.id });
  }
  return moments.sort((a, b) => a.atMs - b.atMs);
}

function toSilence([startMs, endMs]: Stretch): Moment {
  return { atMs: startMs, kind: "silence", text: `Silence, ${formatLatency(endMs - startMs)}`, recordId: null };
}

/** Silences as the transcript has them, for sessions without audio. */
function findSilences(turns: readonly TimelineItem[]): Moment[] {
  const moments: Moment[] = [];
  let heardUntilMs: number | null = null;
  for (const turn of [...turns].sort((a, b) => a.startMs - b.startMs)) {
    if (heardUntilMs !== null && turn.startMs - heardUntilMs > SILENCE_MS_MIN) {
      moments.push(toSilence([heardUntilMs, turn.startMs]));
    }
    heardUntilMs = Math.max(heardUntilMs ?? Number.NEGATIVE_INFINITY, turn.endMs ?? turn.startMs);
  }
  return moments;
}

/** The next moment after a position; from the last one it goes round to the first. Null when there is none at all. */
export function nextMoment(moments: readonly Moment[], positionMs: number): Moment | null {
  return moments.find((moment) => moment.atMs - LEAD_MS > positionMs + 50) ?? moments[0] ?? null;
}

/** The moment before a position (not the one just jumped to); from the first it goes round to the last. */
export function previousMoment(moments: readonly Moment[], positionMs: number): Moment | null {
  return moments.findLast((moment) => moment.atMs - LEAD_MS < positionMs - 1000) ?? moments.at(-1) ?? null;
}

/** Where the player should be to hear a moment, in milliseconds. */
export function leadInMs(moment: Moment): number {
  return moment.atMs - LEAD_MS;
}

/** As many ticks as can be told apart side by side, and which of several at one place is drawn. */
const TICKS_MAX = 180;
const WEIGHT: Record<Moment["kind"], number> = { error: 3, interruption: 2, "slow-turn": 1, silence: 0 };

/** Those that can be told apart when all of a window is drawn: of several at one place the gravest. In order of time. */
export function thinMoments(moments: readonly Moment[], window: TimeWindow): Moment[] {
  const byPlace = new Map<number, Moment>();
  for (const moment of moments) {
    const place = Math.floor(shareOf(window, moment.atMs) * TICKS_MAX);
    const there = byPlace.get(place);
    if (!there || WEIGHT[moment.kind] > WEIGHT[there.kind]) byPlace.set(place, moment);
  }
  return [...byPlace.values()].sort((a, b) => a.atMs - b.atMs);
}
