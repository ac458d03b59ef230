import { describe, expect, it } from "vitest";
import { oggDurationMs, readOggFacts } from "@/lib/audio/ogg";
import { audioOfRequest, rangesOf, readFixture } from "./fixtures";

const durationOf = (bytes: Buffer) => oggDurationMs(rangesOf(bytes), bytes.length);

describe("oggDurationMs", () => {
  // Expected figures: opusdec 0.2 --rate 48000, samples of its WAV / 48 (opusinfo prints the same, rounded).
  it.each([
    ["python-clinic/044.body", 4_486_187 / 48],
    ["node-clinic/036.body", 4_332_144 / 48],
    ["python-realtime/020.body", 2_257_215 / 48],
  ])("gives the length of %s that opusdec decodes", async (path, expectedMs) => {
    expect(await durationOf(audioOfRequest(path))).toBeCloseTo(expectedMs, 6);
  });

  it("gives the length of generated tones to the sample", async () => {
    expect(await durationOf(readFixture("audio/tone-stereo.ogg"))).toBe(2500);
    expect(await durationOf(readFixture("audio/tone-mono.ogg"))).toBe(1000);
  });

  it("reads only the head and the tail of a long file", async () => {
    const bytes = audioOfRequest("python-clinic/044.body");
    let readBytes = 0;
    await oggDurationMs(async (start, end) => {
      readBytes += end - start + 1;
      return bytes.subarray(start, end + 1);
    }, bytes.length);
    expect(readBytes).toBeLessThanOrEqual(262_144);
    expect(readBytes).toBeLessThan(bytes.length / 4);
  });

  it("takes the last whole page of a file that was cut off", async () => {
    const whole = audioOfRequest("python-clinic/044.body");
    const cut = whole.subarray(0, whole.length - 40);
    // One page of 50 packets (1 s) less the 24 packets of the last page: the page before ends at 4,464,312 − 312 − 312.
    expect(await durationOf(cut)).toBe((4_464_312 - 624) / 48);
  });

  it("says what is wrong with a file that is not Ogg, not Opus, empty or chained", async () => {
    await expect(durationOf(Buffer.alloc(0))).rejects.toThrow("0 bytes");
    await expect(durationOf(Buffer.alloc(5000, 7))).rejects.toThrow("does not begin with an Ogg page");
    const vorbis = Buffer.from(readFixture("audio/tone-mono.ogg"));
    vorbis.write("\x01vorbis ", vorbis.indexOf("OpusHead"), "latin1");
    await expect(durationOf(vorbis)).rejects.toThrow("not Opus");
    const chained = Buffer.concat([readFixture("audio/tone-stereo.ogg"), readFixture("audio/tone-mono.ogg")]);
    await expect(durationOf(chained)).rejects.toThrow("chain");
    const headersOnly = readFixture("audio/tone-mono.ogg").subarray(0, 47);
    await expect(durationOf(headersOnly)).rejects.toThrow("no sound");
  });

  it("tells the number of channels", async () => {
    const mono = readFixture("audio/tone-mono.ogg");
    expect(await readOggFacts(rangesOf(mono), mono.length)).toEqual({ channelCount: 1, sampleCount: 48_000 });
  });
});
