import { describe, expect, it } from "vitest";
import { isRecordingAwaited } from "@/lib/view/awaited";
import { findQuiet, skipQuiet } from "@/lib/view/quiet";
import { gainsOf, soloSide, toggleSide } from "@/lib/view/sides";
import { aSession, aTimeline } from "./timeline-builder";

describe("the sides that are heard", () => {
  const both = { user: true, agent: true };

  it("are one at each ear, and alone at both", () => {
    expect(gainsOf(both)).toEqual({ userLeft: 1, userRight: 0, agentLeft: 0, agentRight: 1 });
    expect(gainsOf({ user: true, agent: false })).toEqual({ userLeft: 1, userRight: 1, agentLeft: 0, agentRight: 0 });
    expect(gainsOf({ user: false, agent: false })).toEqual({ userLeft: 0, userRight: 0, agentLeft: 0, agentRight: 0 });
  });

  it("change one by one, or leave one alone and give the other back", () => {
    expect(toggleSide(both, "agent")).toEqual({ user: true, agent: false });
    const alone = soloSide(both, "agent");
    expect(alone).toEqual({ user: false, agent: true });
    expect(soloSide(alone, "user")).toEqual({ user: true, agent: false });
    expect(soloSide(alone, "agent")).toEqual(both);
  });
});

describe("silence", () => {
  // 50 buckets of 100 ms: sound, 2 s of silence with hum, sound of the agent, 1 s of silence, sound.
  const loud = (from: number, to: number) =>
    Float32Array.from({ length: 50 }, (_unused, index) => (index >= from && index < to ? 0.5 : 0.02));
  const user = Float32Array.from(loud(0, 5), (value, index) => Math.max(value, index >= 40 ? 0.4 : 0));
  const quiet = findQuiet({ channels: [user, loud(25, 30)] }, { offsetMs: 1000, durationMs: 5000 });

  it("is where neither side makes a sound for a second and a half, on the session's clock", () => {
    expect(quiet).toEqual([{ startMs: 1500, endMs: 3500 }]);
  });

  it("is skipped but for its first and last moments", () => {
    expect(skipQuiet(quiet, 1400)).toBeNull();
    expect(skipQuiet(quiet, 1800)).toBeNull();
    expect(skipQuiet(quiet, 2000)).toBe(3200);
    expect(skipQuiet(quiet, 3190)).toBeNull();
    expect(skipQuiet(quiet, 3600)).toBeNull();
  });
});

describe("a recording is waited for", () => {
  const endedMs = Date.parse("2026-11-21T12:01:00.000Z");
  const timeline = (missing: string[]) => aTimeline({ session: aSession(), missing });

  it("for five minutes after the end, while it may still come", () => {
    const hopeful = timeline(["No audio: the agent's recording has not arrived."]);
    expect(isRecordingAwaited(hopeful, endedMs + 10_000)).toBe(true);
    expect(isRecordingAwaited(hopeful, endedMs + 301_000)).toBe(false);
  });

  it("not when the session was recorded without audio, nor when the upload held none", () => {
    expect(isRecordingAwaited(timeline(["No audio: the agent recorded without audio."]), endedMs)).toBe(false);
    const upload = "No audio: the agent's upload held none (text-only, or the file could not be read).";
    expect(isRecordingAwaited(timeline([upload]), endedMs)).toBe(false);
  });
});
