import { describe, expect, it } from "vitest";
import type { Timeline } from "@/lib/model/timeline";
import { fileExtension, playableType } from "@/lib/view/audio-file";
import { describeRecording } from "@/lib/view/recording-state";
import { aSession, aTimeline } from "./timeline-builder";

const recording: NonNullable<Timeline["recording"]> = {
  startedAt: "2026-11-21T12:00:00.000Z",
  durationMs: 60_000,
  sizeBytes: 1,
  contentType: "audio/ogg",
  channels: ["user", "agent"],
  peaksUrl: "/p",
  audioUrl: "/a",
};
const soonMs = Date.parse("2026-11-21T12:02:00.000Z");
const laterMs = Date.parse("2026-11-21T13:00:00.000Z");
const kindAndText = (timeline: Timeline, nowMs = laterMs, failure: string | null = null) => {
  const { kind, text } = describeRecording(timeline, failure, nowMs);
  return [kind, text];
};

describe("the state of a recording", () => {
  it("is its health, with the reasons", () => {
    const reasons = [{ code: "silent-side" as const, text: "The caller is never heard." }];
    expect(kindAndText(aTimeline({ recording, health: { verdict: "ok", reasons: [] } }))).toEqual(["ok", "health"]);
    expect(describeRecording(aTimeline({ recording, health: { verdict: "bad", reasons } }), null, 0)).toEqual({
      kind: "bad",
      text: "1 problem",
      reasons: ["The caller is never heard."],
    });
    expect(kindAndText(aTimeline({ recording, health: { verdict: "warning", reasons } }))).toEqual([
      "warning",
      "1 warning",
    ]);
  });

  it("is that there is none, and why, at once where the project does not keep audio", () => {
    const kept = { asked: true, allowed: "yes" as const, stored: true, offSince: null, droppedCount: 0 };
    const consent = {
      audio: { ...kept, allowed: "no" as const, stored: false },
      transcript: kept,
      traces: kept,
      logs: kept,
      redaction: { asked: false, handling: null, rules: [], replaced: {}, replacedCount: 0 },
    };
    const words = "Audio is not kept: recording of audio is off for this project.";
    const session = aSession({ endedAt: "2026-11-21T12:01:00.000Z", consent });
    expect(describeRecording(aTimeline({ session, missing: [words] }), null, soonMs)).toEqual({
      kind: "none",
      text: "no recording",
      reasons: [words],
    });
  });

  it("is that it is being read until its waveform is there", () => {
    expect(kindAndText(aTimeline({ recording: { ...recording, peaksUrl: null } }))[0]).toBe("waiting");
    expect(kindAndText(aTimeline({ recording }))).toEqual(["ok", "recording"]);
  });

  it("is that the player failed, whatever the file is like", () => {
    expect(kindAndText(aTimeline({ recording, health: { verdict: "ok", reasons: [] } }), 0, "It broke.")).toEqual([
      "bad",
      "cannot be played",
    ]);
  });

  it("says why there is none: not yet, not arrived, never", () => {
    const live = aSession({ status: "live", endedAt: null });
    expect(kindAndText(aTimeline({ session: live }))).toEqual(["waiting", "recording comes at the end"]);
    const late = aTimeline({ missing: ["No audio: the agent's recording has not arrived."] });
    expect(kindAndText(late, soonMs)).toEqual(["waiting", "recording awaited"]);
    expect(kindAndText(late, laterMs)).toEqual(["none", "no recording"]);
    const never = aTimeline({ missing: ["No spans: none arrived.", "No audio: the agent recorded without audio."] });
    expect(describeRecording(never, null, soonMs)).toEqual({
      kind: "none",
      text: "no recording",
      reasons: ["No audio: the agent recorded without audio."],
    });
  });
});

describe("the file of a recording", () => {
  it("is asked for by its codec, and saved under its own ending", () => {
    expect(playableType("audio/ogg")).toBe("audio/ogg; codecs=opus");
    expect(playableType("audio/mpeg")).toBe("audio/mpeg");
    expect([fileExtension("audio/ogg"), fileExtension("audio/x-../etc"), fileExtension("")]).toEqual([
      "ogg",
      "bin",
      "bin",
    ]);
  });
});
