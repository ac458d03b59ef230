import type { Peaks } from "@/lib/model/peaks";

/** Sums of floating-point steps land a hair past a whole bucket; without this a neighbour's peak would leak in. */
const EDGE = 1e-6;

/**
 * Fewer buckets for a picture of a given width: each new bucket keeps the lowest and highest of those it covers, so
 * no click is lost. A range (in seconds of sound) shows a part; more buckets than there are repeat their nearest one.
 * Units: `fromS`, `toS` seconds; the result's `bucketsPerSecond` is fractional.
 */
export function resamplePeaks(peaks: Peaks, bucketCount: number, range?: { fromS: number; toS: number }): Peaks {
  const lengthS = peaks.bucketCount / peaks.bucketsPerSecond;
  const fromS = Math.min(Math.max(0, range?.fromS ?? 0), lengthS);
  const toS = Math.min(Math.max(fromS, range?.toS ?? lengthS), lengthS);
  const stride = peaks.channelCount * 2;
  const values = new Int8Array(bucketCount * stride);
  const first = fromS * peaks.bucketsPerSecond;
  const step = ((toS - fromS) * peaks.bucketsPerSecond) / bucketCount;
  for (let bucket = 0; bucket < bucketCount; bucket += 1) {
    const start = Math.floor(first + bucket * step);
    const end = Math.max(start + 1, Math.ceil(first + (bucket + 1) * step - EDGE));
    values.set(cover(peaks, start, Math.min(end, peaks.bucketCount)), bucket * stride);
  }
  const bucketsPerSecond = toS > fromS ? bucketCount / (toS - fromS) : peaks.bucketsPerSecond;
  return { bucketsPerSecond, bucketCount, channelCount: peaks.channelCount, values };
}

/** [min, max] a channel over the buckets from `start` to before `end`; silence when there are none. */
function cover(peaks: Peaks, start: number, end: number): Int8Array {
  const stride = peaks.channelCount * 2;
  const edges = new Int8Array(stride);
  if (end > start) edges.set(peaks.values.subarray(start * stride, (start + 1) * stride));
  for (let at = (start + 1) * stride; at < end * stride; at += stride) {
    for (let edge = 0; edge < stride; edge += 2) {
      edges[edge] = Math.min(edges[edge] as number, peaks.values[at + edge] as number);
      edges[edge + 1] = Math.max(edges[edge + 1] as number, peaks.values[at + edge + 1] as number);
    }
  }
  return edges;
}
