import { describe, expect, it } from "vitest";
import { chooseBuckets, readPeaks, toHeights } from "@/lib/view/peaks";
import { placeRecording, toAudioMs, toPositionMs } from "@/lib/view/recording-clock";
import { aSession, aTimeline } from "./timeline-builder";

const recording = {
  startedAt: "2026-11-21T12:00:00.250Z",
  durationMs: 10_000,
  sizeBytes: 1,
  contentType: "audio/ogg",
  channels: ["user", "agent"] as ["user", "agent"],
  peaksUrl: null,
  audioUrl: "/a",
};

describe("the recording's place on the session's clock", () => {
  it("is shifted by what the recording began later", () => {
    const placed = placeRecording(aTimeline({ recording }));
    expect(placed).toEqual({ offsetMs: 250, durationMs: 10_000 });
    if (!placed) return;
    expect(toAudioMs(placed, 5250)).toBe(5000);
    expect(toPositionMs(placed, 5000)).toBe(5250);
  });

  it("holds a position before or after it at its edges", () => {
    const placed = { offsetMs: 250, durationMs: 10_000 };
    expect(toAudioMs(placed, -40)).toBe(0);
    expect(toAudioMs(placed, 99_000)).toBe(10_000);
  });

  it("is nowhere without a recording, and takes the session's length until its own is known", () => {
    expect(placeRecording(aTimeline())).toBeNull();
    const session = aSession({ durationMs: 60_000 });
    const unread = { ...recording, durationMs: null };
    expect(placeRecording(aTimeline({ session, recording: unread }))?.durationMs).toBe(60_000);
  });
});

describe("peaks", () => {
  /** The server's layout by hand: "EPK1", 50 a second, 2 buckets, 2 channels, then min and max of each. */
  function peaksFile(): ArrayBuffer {
    const view = new DataView(new ArrayBuffer(16 + 8));
    new Uint8Array(view.buffer).set([0x45, 0x50, 0x4b, 0x31]);
    view.setUint32(4, 50, true);
    view.setUint32(8, 2, true);
    view.setUint16(12, 2, true);
    for (const [index, value] of [-127, 64, 0, 0, -10, 32, -127, 127].entries()) view.setInt8(16 + index, value);
    return view.buffer;
  }

  it("are read as one loudness a bucket and channel", () => {
    const { channels } = readPeaks(peaksFile());
    expect(channels).toHaveLength(2);
    expect(channels[0]?.[0]).toBe(1);
    expect(channels[0]?.[1]).toBeCloseTo(32 / 127);
    expect([...(channels[1] ?? [])]).toEqual([0, 1]);
  });

  it("are refused when they are something else or cut short", () => {
    expect(() => readPeaks(new ArrayBuffer(4))).toThrow("not a peaks file");
    expect(() => readPeaks(peaksFile().slice(0, 20))).toThrow("cut short");
  });

  it("nearly fill the lane at the loudest moment, but a silent line stays low", () => {
    const [loud] = toHeights({ channels: [new Float32Array([0.5, 0.25])] });
    expect(loud?.[0]).toBeCloseTo(0.92);
    const [silent] = toHeights({ channels: [new Float32Array([0.01])] });
    expect(silent?.[0]).toBeLessThan(0.1);
  });

  it("are asked for in steps, finer when zoomed", () => {
    expect(chooseBuckets(1260, 1)).toBe(2000);
    // 1260 px of bars 3 px wide are 420; eight times as close 3360.
    expect(chooseBuckets(1260, 8)).toBe(16_000);
    expect(chooseBuckets(1260, 1e6)).toBe(180_000);
  });
});
