import { describe, expect, it } from "vitest";
import { encodeWav, planWav } from "@/lib/audio/wav";
import { inChunks, readFixture } from "./fixtures";

async function wavOf(path: string, sampleCount: number, side: "user" | "agent" | null): Promise<Buffer> {
  const plan = planWav({ channelCount: path.includes("mono") ? 1 : 2, sampleCount }, side);
  const parts: Uint8Array[] = [];
  for await (const part of encodeWav(inChunks(readFixture(path), 10_000), plan)) parts.push(part);
  const wav = Buffer.concat(parts);
  expect(wav.length).toBe(plan.sizeBytes);
  return wav;
}

/** The loudest 16-bit sample of a mono WAV between two times. */
function loudest(wav: Buffer, fromS: number, toS: number): number {
  let max = 0;
  for (let i = Math.round(fromS * 48_000); i < toS * 48_000; i += 1)
    max = Math.max(max, Math.abs(wav.readInt16LE(44 + i * 2)));
  return max / 32_767;
}

describe("encodeWav", () => {
  it("writes one side only: the user's tone in one, the agent's in the other", async () => {
    const user = await wavOf("audio/tone-stereo.ogg", 120_000, "user");
    const agent = await wavOf("audio/tone-stereo.ogg", 120_000, "agent");
    expect(loudest(user, 0.6, 0.9)).toBeCloseTo(0.5, 1);
    expect(loudest(user, 1.6, 1.9)).toBeLessThan(0.02);
    expect(loudest(agent, 0.6, 0.9)).toBeLessThan(0.02);
    expect(loudest(agent, 1.6, 1.9)).toBeCloseTo(0.25, 1);
  });

  it("writes a header that states 48 kHz, 16 bits, the channels and the sizes", async () => {
    const wav = await wavOf("audio/tone-stereo.ogg", 120_000, null);
    // RIFF size 480036 = 0x75324 and data size 480000 = 0x75300 worked out by hand.
    expect(wav.subarray(0, 44).toString("hex")).toBe(
      "524946462453070057415645666d7420100000000100020080bb000000ee02000400100064617461" + "00530700",
    );
  });

  it("fills a damaged end with silence and never sends more than it promised", async () => {
    const longer = await wavOf("audio/tone-mono.ogg", 200_000, null);
    expect(loudest(longer, 1.1, 4.1)).toBe(0);
    await wavOf("audio/tone-mono.ogg", 20_000, null);
  });

  it("refuses the agent's side of a mono file and files beyond 4 GiB", () => {
    expect(() => planWav({ channelCount: 1, sampleCount: 1 }, "agent")).toThrow("one channel");
    expect(() => planWav({ channelCount: 2, sampleCount: 8 * 3600 * 48_000 }, null)).toThrow("4 GiB");
    expect(planWav({ channelCount: 2, sampleCount: 8 * 3600 * 48_000 }, "user").channels).toEqual([0]);
  });
});
