import type { Peaks } from "./peaks";
import type { RecordingSpan } from "./recording-clock";
import type { TimeWindow } from "./time-scale";

/** Loudness (0 … 1) up to which nobody speaks: line noise and comfort noise lie below, quiet speech above. */
const QUIET_MAX = 0.03;
/** Shorter pauses belong to the talk. */
const QUIET_MS_MIN = 1500;
/** What is left of a pause at its beginning and its end, so that words do not run into each other. */
const KEEP_BEFORE_MS = 400;
const KEEP_AFTER_MS = 300;

/** Stretches in which neither side makes a sound for at least 1.5 s, on the session's clock, in order of time. */
export function findQuiet(peaks: Peaks, recording: RecordingSpan): TimeWindow[] {
  const buckets = peaks.channels[0]?.length ?? 0;
  const bucketMs = recording.durationMs / Math.max(1, buckets);
  const found: TimeWindow[] = [];
  let quietFrom = 0;
  for (let at = 0; at <= buckets; at += 1) {
    const isQuiet = at < buckets && peaks.channels.every((channel) => (channel[at] ?? 0) <= QUIET_MAX);
    if (isQuiet) continue;
    const startMs = recording.offsetMs + quietFrom * bucketMs;
    const endMs = recording.offsetMs + at * bucketMs;
    if (endMs - startMs >= QUIET_MS_MIN) found.push({ startMs, endMs });
    quietFrom = at + 1;
  }
  return found;
}

/** Where to go on playing at this position when pauses are skipped; null: play on. Milliseconds. */
export function skipQuiet(quiet: readonly TimeWindow[], positionMs: number): number | null {
  const pause = quiet.find((one) => positionMs > one.startMs + KEEP_BEFORE_MS && positionMs < one.endMs);
  if (!pause) return null;
  const targetMs = pause.endMs - KEEP_AFTER_MS;
  return targetMs > positionMs + 100 ? targetMs : null;
}
