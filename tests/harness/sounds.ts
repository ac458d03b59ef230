import type { Peaks } from "@/lib/model/peaks";

/** A tenth of the beeps' amplitude: the codec's own noise in silence stays below. */
const LOUD = 12;
/** Beeps are further apart than this; within one, buckets may fall below the bound. */
const APART_MS = 300;

/** When a channel becomes loud after silence: the starts of its sounds, in milliseconds from the file's first sample. */
export function onsetsMs(peaks: Peaks, channel: number): number[] {
  const bucketMs = 1000 / peaks.bucketsPerSecond;
  const onsets: number[] = [];
  let loudMs = Number.NEGATIVE_INFINITY;
  for (let bucket = 0; bucket < peaks.bucketCount; bucket += 1) {
    const at = (bucket * peaks.channelCount + channel) * 2;
    if (Math.max(-(peaks.values[at] ?? 0), peaks.values[at + 1] ?? 0) < LOUD) continue;
    const nowMs = bucket * bucketMs;
    if (nowMs - loudMs > APART_MS) onsets.push(nowMs);
    loudMs = nowMs;
  }
  return onsets;
}
