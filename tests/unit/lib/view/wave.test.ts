import { describe, expect, it } from "vitest";
import { layOutBands } from "@/lib/view/bands";
import { barAt, layOutWave, toWave } from "@/lib/view/wave";

const recording = { offsetMs: 0, durationMs: 8000 };
// Eight buckets of a second; the agent is silent.
const wave = toWave([Float32Array.of(0, 0.1, 0.5, 0.2, 0, 0, 0.9, 0), new Float32Array(8)], 8000);

function bars(startMs: number, endMs: number, widthPx: number) {
  return layOutWave(wave, recording, { window: { startMs, endMs }, widthPx }, 3);
}

function rounded(values: Float32Array | undefined) {
  return [...(values ?? [])].map((value) => Math.round(value * 10) / 10);
}

describe("the waveform", () => {
  it("has one bar in 3 pixels, each the loudest of what it covers", () => {
    // 12 pixels are four bars of two seconds.
    const { firstPx, channels } = bars(0, 8000, 12);
    expect(firstPx).toBe(0);
    expect(channels.map(rounded)).toEqual([
      [0.1, 0.5, 0, 0.9],
      [0, 0, 0, 0],
    ]);
  });

  it("shows a loud moment at every zoom", () => {
    for (const widthPx of [3, 6, 12, 24, 48, 300]) {
      expect(Math.max(...rounded(bars(0, 8000, widthPx).channels[0]))).toBe(0.9);
    }
  });

  it("keeps its bars while it is scrolled: they only move", () => {
    const before = bars(0, 4000, 12);
    const after = bars(500, 4500, 12);
    expect(after.firstPx).toBe(-1.5);
    expect(rounded(after.channels[0]).slice(0, 4)).toEqual(rounded(before.channels[0]));
  });

  it("begins where the recording does, and has nothing beyond it", () => {
    const late = layOutWave(
      wave,
      { offsetMs: 2000, durationMs: 8000 },
      { window: { startMs: 0, endMs: 12_000 }, widthPx: 36 },
      3,
    );
    expect(late.firstPx).toBe(6);
    expect(late.channels[0]).toHaveLength(8);
    expect(barAt(late, 6)).toBe(0);
    expect(barAt(late, 5.9)).toBe(-1);
  });
});

describe("what the recording tells", () => {
  const activity = {
    user: [
      [0, 1000],
      [1001, 2000],
      [5000, 6000],
    ] as [number, number][],
    agent: [[2500, 4000]] as [number, number][],
    overlaps: [[900, 901]] as [number, number][],
    silences: [[6000, 9000]] as [number, number][],
  };
  const scale = { window: { startMs: 0, endMs: 10_000 }, widthPx: 100 };

  it("is laid out in the order in which it is drawn, what falls together as one", () => {
    expect(layOutBands(activity, scale)).toEqual([
      { kind: "silence", xPx: 60, widthPx: 30 },
      { kind: "overlap", xPx: 9, widthPx: 1.5 },
      { kind: "user", xPx: 0, widthPx: 20 },
      { kind: "user", xPx: 50, widthPx: 10 },
      { kind: "agent", xPx: 25, widthPx: 15 },
    ]);
  });

  it("is left out where it is not in view, and without audio", () => {
    expect(layOutBands(activity, { window: { startMs: 4500, endMs: 5500 }, widthPx: 100 })).toEqual([
      { kind: "user", xPx: 50, widthPx: 50 },
    ]);
    expect(layOutBands(null, scale)).toEqual([]);
  });
});
