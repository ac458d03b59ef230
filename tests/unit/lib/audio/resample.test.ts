import { describe, expect, it } from "vitest";
import { resamplePeaks } from "@/lib/audio/resample";
import type { Peaks } from "@/lib/model/peaks";

/** Two channels: [−i, i] and [−1, 1], with one spike. */
function peaks(bucketCount: number, spikeAt: number): Peaks {
  const values = new Int8Array(bucketCount * 4);
  for (let bucket = 0; bucket < bucketCount; bucket += 1) {
    values.set(bucket === spikeAt ? [-100, 90, -1, 1] : [-2, 3, -1, 1], bucket * 4);
  }
  return { bucketsPerSecond: 50, bucketCount, channelCount: 2, values };
}

describe("resamplePeaks", () => {
  it("keeps a single click in exactly the bucket that covers it", () => {
    const thin = resamplePeaks(peaks(1000, 437), 10);
    expect(thin.bucketsPerSecond).toBe(0.5);
    expect([...thin.values.subarray(16, 20)]).toEqual([-100, 90, -1, 1]);
    for (const bucket of [0, 1, 2, 3, 5, 6, 7, 8, 9]) {
      expect([...thin.values.subarray(bucket * 4, bucket * 4 + 4)]).toEqual([-2, 3, -1, 1]);
    }
  });

  it("gives the same values when nothing is thinned", () => {
    const source = peaks(125, 60);
    expect(resamplePeaks(source, 125).values).toEqual(source.values);
  });

  it("shows a part: the range's buckets only", () => {
    const part = resamplePeaks(peaks(1000, 437), 50, { fromS: 8, toS: 9 });
    expect(part.bucketsPerSecond).toBe(50);
    expect(part.values[37 * 4]).toBe(-100);
    expect(part.values[36 * 4]).toBe(-2);
  });

  it("repeats the nearest bucket when more are asked than there are", () => {
    const wide = resamplePeaks(peaks(10, 5), 20);
    expect(wide.values.length).toBe(80);
    expect([wide.values[9 * 4], wide.values[10 * 4], wide.values[11 * 4], wide.values[12 * 4]]).toEqual([
      -2, -100, -100, -2,
    ]);
  });

  it("answers silence for an empty recording or a range outside of it", () => {
    const none: Peaks = { bucketsPerSecond: 50, bucketCount: 0, channelCount: 2, values: new Int8Array(0) };
    expect(resamplePeaks(none, 4).values).toEqual(new Int8Array(16));
    expect(resamplePeaks(peaks(10, 5), 4, { fromS: 99, toS: 100 }).values).toEqual(new Int8Array(16));
  });
});
