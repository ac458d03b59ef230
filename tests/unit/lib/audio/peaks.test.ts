import { describe, expect, it } from "vitest";
import { packPeaks, unpackPeaks } from "@/lib/audio/peaks";
import { readSound } from "@/lib/audio/read-sound";
import type { Peaks } from "@/lib/model/peaks";
import { audioOfRequest, inChunks, readFixture } from "./fixtures";

const STEREO = "audio/tone-stereo.ogg";
const peaksOf = (bytes: Buffer, chunkBytes = 65_536) => readSound(inChunks(bytes, chunkBytes));

/** The loudest value of a channel between two times. */
function loudest(peaks: Peaks, channel: number, fromS: number, toS: number): number {
  let max = 0;
  for (let bucket = Math.round(fromS * 50); bucket < Math.round(toS * 50); bucket += 1) {
    const at = bucket * peaks.channelCount * 2 + channel * 2;
    max = Math.max(max, -(peaks.values[at] ?? 0), peaks.values[at + 1] ?? 0);
  }
  return max;
}

describe("the peaks of readSound", () => {
  it("finds each side's tone where and as loud as it was made", async () => {
    const { peaks, durationMs } = await peaksOf(readFixture(STEREO));
    expect(durationMs).toBe(2500);
    expect(peaks).toMatchObject({ bucketsPerSecond: 50, bucketCount: 125, channelCount: 2 });
    // Amplitudes 0.5 and 0.25 of 127 are 63.5 and 31.75; the codec moves them by a few.
    expect(loudest(peaks, 0, 0.6, 0.9)).toBeGreaterThan(58);
    expect(loudest(peaks, 0, 0.6, 0.9)).toBeLessThan(70);
    expect(loudest(peaks, 1, 1.6, 1.9)).toBeGreaterThan(28);
    expect(loudest(peaks, 1, 1.6, 1.9)).toBeLessThan(37);
    expect(loudest(peaks, 0, 0, 0.46)).toBeLessThanOrEqual(2);
    expect(loudest(peaks, 0, 1.1, 2.5)).toBeLessThanOrEqual(2);
    expect(loudest(peaks, 1, 0, 1.46)).toBeLessThanOrEqual(2);
  });

  it("gives the same peaks whatever the size of the pieces", async () => {
    const whole = await peaksOf(readFixture(STEREO));
    const pieces = await peaksOf(readFixture(STEREO), 777);
    expect(pieces.peaks.values).toEqual(whole.peaks.values);
  });

  it("keeps a mono recording as one channel", async () => {
    const { peaks, durationMs } = await peaksOf(readFixture("audio/tone-mono.ogg"));
    expect(peaks.channelCount).toBe(1);
    expect(peaks.values.length).toBe(peaks.bucketCount * 2);
    expect(durationMs).toBe(1000);
  });

  it("decodes the recording of a real call to the length opusdec finds", async () => {
    const { peaks, durationMs } = await peaksOf(audioOfRequest("python-clinic/044.body"));
    expect(durationMs).toBeCloseTo(4_486_187 / 48, 6);
    // The agent's greeting begins within the first five seconds; the user answers later (chat history of the capture).
    expect(loudest(peaks, 1, 0, 5)).toBeGreaterThan(20);
    expect(loudest(peaks, 0, 0, 93)).toBeGreaterThan(20);
  });

  it("refuses chained streams, noise, and nothing at all, in words", async () => {
    const chained = Buffer.concat([readFixture(STEREO), readFixture("audio/tone-mono.ogg")]);
    await expect(peaksOf(chained)).rejects.toThrow("chain of several Ogg streams");
    await expect(peaksOf(chained, 100)).rejects.toThrow("chain of several Ogg streams");
    await expect(peaksOf(Buffer.alloc(200_000, 90))).rejects.toThrow("no Opus sound");
    await expect(peaksOf(Buffer.alloc(0))).rejects.toThrow("no Opus sound");
  });

  it("survives damage anywhere in the file", async () => {
    const whole = readFixture(STEREO);
    for (let round = 0; round < 40; round += 1) {
      const damaged = Buffer.from(whole);
      for (let i = 0; i < 30; i += 1)
        damaged[(round * 7919 + i * 104_729) % damaged.length] = (round * 31 + i * 17) & 255;
      const outcome = await peaksOf(damaged).then(
        ({ peaks }) => (peaks.bucketCount > 0 ? "peaks" : "nothing"),
        (error: unknown) => (error instanceof Error ? error.name : "unknown"),
      );
      expect(["peaks", "AudioError"]).toContain(outcome);
    }
  });
});

describe("packPeaks", () => {
  it("writes the documented header and reads its own file back", async () => {
    const { peaks } = await peaksOf(readFixture(STEREO));
    const file = packPeaks(peaks);
    expect(Buffer.from(file.subarray(0, 16)).toString("hex")).toBe("45504b31320000007d00000002000000");
    expect(file.length).toBe(16 + 125 * 4);
    expect(unpackPeaks(file)).toEqual(peaks);
  });

  it("refuses a file that is cut off or of another kind", () => {
    expect(() => unpackPeaks(new Uint8Array(3))).toThrow("shorter");
    expect(() => unpackPeaks(new Uint8Array(64))).toThrow("EPK1");
    const file = packPeaks({ bucketsPerSecond: 50, bucketCount: 10, channelCount: 1, values: new Int8Array(20) });
    expect(() => unpackPeaks(file.subarray(0, 30))).toThrow("cut off");
  });
});
