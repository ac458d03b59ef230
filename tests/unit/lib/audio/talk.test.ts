import { beforeAll, describe, expect, it } from "vitest";
import { measureWait } from "@/lib/audio/heard-wait";
import { readSound } from "@/lib/audio/read-sound";
import { packActivity, type RecordedActivity, unpackActivity } from "@/lib/audio/recorded-activity";
import { overlapsOf, silencesOf } from "@/lib/audio/stretches";
import { encodeWav, planWav } from "@/lib/audio/wav";
import type { Stretch } from "@/lib/model/activity";
import { inChunks, readFixture } from "./fixtures";
import { withoutPages } from "./ogg-files";

/** What was put into the file, in seconds: tests/fixtures/audio/README.md has the program that made it. */
const USER = [
  [2, 4],
  [10, 12],
  [20, 23],
  [30, 31.5],
  [40, 41],
  [50, 52],
];
const AGENT = [
  [0.5, 1.5],
  [5.2, 7.9],
  [12.8, 16],
  [18.2, 21],
  [24.5, 27.5],
  [32, 36],
  [41.9, 46],
  [54.5, 58],
];
/** A packet of the codec rings before and after (20 ms), a frame is 10 ms; an echo may lead a word by a syllable. */
const EXACT_MS = 80;

const read = async (file: Buffer) => (await readSound(inChunks(file, 10_000))).activity;
const sideOf = (activity: RecordedActivity, side: number) => activity.sides[side]?.stretches ?? [];

function expectNear(found: readonly Stretch[], expectedS: readonly (readonly number[])[], nearMs = EXACT_MS): void {
  expect(found).toHaveLength(expectedS.length);
  for (const [index, [from, to]] of found.entries()) {
    expect(Math.abs(from - (expectedS[index]?.[0] ?? 0) * 1000), `begin of ${index}`).toBeLessThanOrEqual(nearMs);
    expect(Math.abs(to - (expectedS[index]?.[1] ?? 0) * 1000), `end of ${index}`).toBeLessThanOrEqual(nearMs);
  }
}

let activity: RecordedActivity;
beforeAll(async () => {
  activity = await read(readFixture("audio/talk.ogg"));
});

describe("a minute of known talk", () => {
  it("is heard where it was put: not the hiss, not the click, not the loudspeaker's echo", () => {
    expectNear(sideOf(activity, 0), USER);
    expectNear(sideOf(activity, 1), AGENT);
    expect(activity.durationMs).toBe(61_000);
    expect(activity.gaps).toEqual([]);
  });

  it("has one second of talk-over, and its silences of both", () => {
    expectNear(overlapsOf(sideOf(activity, 0), sideOf(activity, 1), 200), [[20, 21]]);
    const silences = silencesOf([sideOf(activity, 0), sideOf(activity, 1)], activity.durationMs, 2_000);
    expectNear(silences, [
      [7.9, 10],
      [16, 18.2],
      [27.5, 30],
      [36, 40],
      [46, 50],
      [52, 54.5],
      [58, 61],
    ]);
  });

  it("tells a muted microphone from one that hisses", () => {
    expectNear(activity.hushes, [[46.5, 49.5]]);
  });

  it("shows what the caller waited for each answer", () => {
    const [user, agent] = [sideOf(activity, 0), sideOf(activity, 1)];
    const waitAt = (turnS: number) => measureWait(user, agent, turnS * 1000);
    // From the caller's last sound to the agent's first: 5.2 − 4, 12.8 − 12, 24.5 − 23, 32 − 31.5, 41.9 − 41, 54.5 − 52.
    const expectedMs = [1200, 800, 1500, 500, 900, 2500];
    for (const [index, turnS] of [5.2, 12.8, 24.5, 32, 41.9, 54.5].entries()) {
      expect(Math.abs((waitAt(turnS) ?? 0) - (expectedMs[index] ?? 0)), `${turnS} s`).toBeLessThanOrEqual(60);
    }
    // A greeting answers nobody, nor does what the agent says after itself; nothing begins at 30 s.
    expect([waitAt(0.5), waitAt(18.2), waitAt(30)]).toEqual([null, null, null]);
  });

  it("is found again when it was packed, and not when another version packed it", () => {
    const bytes = packActivity(activity);
    expect(bytes.length).toBeLessThan(120);
    const levels = (one: RecordedActivity) => one.sides.map(({ stretches }) => stretches);
    const again = unpackActivity(bytes);
    expect(again && { ...again, sides: levels(again) }).toEqual({
      ...activity,
      hushes: activity.hushes,
      sides: levels(activity),
    });
    bytes[0] = 0;
    expect(unpackActivity(bytes)).toBeNull();
    expect(() => unpackActivity(packActivity(activity).subarray(0, 40))).toThrow("cut off");
  });
});

describe("a recording that lost pages", () => {
  // Pages of this file end at every second; those of 13, 14 and 15 s take 12 … 15 s with them.
  const file = withoutPages(readFixture("audio/talk.ogg"), 12.5, 15.5);

  it("says which seconds are missing, and keeps all that follows at its time", async () => {
    const damaged = await read(file);
    expectNear(damaged.gaps, [[12, 15]], 30);
    expect(damaged.durationMs).toBe(61_000);
    // The agent's words from 12.8 to 16 s begin after the gap now.
    expectNear(sideOf(damaged, 1), [...AGENT.slice(0, 2), [15, 16], ...AGENT.slice(3)]);
    expectNear(sideOf(damaged, 0), USER);
  });

  it("becomes a WAV in which nothing comes too early", async () => {
    const plan = planWav({ channelCount: 2, sampleCount: 61 * 48_000 }, "agent");
    const pieces: Uint8Array[] = [];
    for await (const piece of encodeWav(inChunks(file, 10_000), plan)) pieces.push(piece);
    const wav = Buffer.concat(pieces);
    expect(wav.length).toBe(plan.sizeBytes);
    const loudest = (fromS: number, toS: number) => {
      let max = 0;
      for (let at = fromS * 48_000; at < toS * 48_000; at += 1) {
        max = Math.max(max, Math.abs(wav.readInt16LE(44 + at * 2)));
      }
      return max;
    };
    expect(loudest(12.1, 14.9)).toBe(0);
    expect(loudest(54.1, 54.4)).toBeLessThan(50);
    expect(loudest(54.6, 55)).toBeGreaterThan(3000);
  });
});
