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
    coverInto(values, bucket * stride, peaks, start, Math.min(end, peaks.bucketCount));
  }
  const bucketsPerSecond = toS > fromS ? bucketCount / (toS - fromS) : peaks.bucketsPerSecond;
  return { bucketsPerSecond, bucketCount, channelCount: peaks.channelCount, values };
}

function coverInto(values: Int8Array, offset: number, peaks: Peaks, start: number, end: number): void {
  const stride = peaks.channelCount * 2;
  for (let edge = 0; edge < stride; edge += 2) {
    let low = 127;
    let high = -127;
    for (let source = start; source < end; source += 1) {
      low = Math.min(low, peaks.values[source * stride + edge] as number);
      high = Math.max(high, peaks.values[source * stride + edge + 1] as number);
    }
    if (low <= high) {
      values[offset + edge] = low;
      values[offset + edge + 1] = high;
    }
  }
}
