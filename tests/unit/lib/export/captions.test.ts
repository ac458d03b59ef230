import { expect, it } from "vitest";
import { exportTranscriptVtt } from "@/lib/export/captions";
import type { Timeline } from "@/lib/model/timeline";
import { anItem, aTimeline } from "../view/timeline-builder";

/** The recording's first sample came 250 ms after the session began. */
const recording: Timeline["recording"] = {
  startedAt: "2026-11-21T12:00:00.250Z",
  ...{ durationMs: 60_000, sizeBytes: 1, contentType: "audio/ogg", channels: ["user", "agent"] },
  ...{ peaksUrl: null, audioUrl: "/api/v1/sessions/AJ_1/audio" },
};

function cuesOf(items: Timeline["items"], parts: Partial<Timeline> = {}): string[] {
  const [head, note, ...cues] = exportTranscriptVtt(aTimeline({ items, ...parts }))
    .trimEnd()
    .split("\n\n");
  expect([head, note]).toEqual(["WEBVTT", "NOTE Session AJ_1"]);
  return cues.map((cue) => cue.trim());
}

it("places cues on the recording's clock, hours always written", () => {
  const items = [
    anItem({ id: "a", role: "agent", text: "Hello", startMs: 1_250.4, endMs: 2_500 }),
    anItem({ id: "b", role: "user", text: "Hi", startMs: 3_723_706, endMs: 3_724_250 }),
  ];
  expect(cuesOf(items, { recording })).toEqual([
    "1\n00:00:01.000 --> 00:00:02.250\n<v Agent>Hello</v>",
    "2\n01:02:03.456 --> 01:02:04.000\n<v Caller>Hi</v>",
  ]);
});

it("counts from the session's start without a recording", () => {
  expect(cuesOf([anItem({ id: "a", role: "user", text: "Hi", startMs: 500, endMs: 900 })])).toEqual([
    "1\n00:00:00.500 --> 00:00:00.900\n<v Caller>Hi</v>",
  ]);
});

it("leaves out what ended before the first sample and cuts what began before it", () => {
  const items = [
    anItem({ id: "a", role: "agent", text: "gone", startMs: 0, endMs: 200 }),
    anItem({ id: "b", role: "agent", text: "kept", startMs: 100, endMs: 1_250 }),
  ];
  expect(cuesOf(items, { recording })).toEqual(["1\n00:00:00.000 --> 00:00:01.000\n<v Agent>kept</v>"]);
});

it("lets no text end a cue or be read as markup", () => {
  const [cue] = cuesOf([
    anItem({ id: "a", role: "user", text: "a\n\n2\n00:00 --> 00:01 <b>&\r\nc", startMs: 0, endMs: 1_000 }),
  ]);
  expect(cue?.split("\n")).toHaveLength(3);
  expect(cue).toContain("<v Caller>a 2 00:00 --&gt; 00:01 &lt;b&gt;&amp; c</v>");
});

it("ends an utterance without an end where the next begins, or when it is read", () => {
  const items = [
    anItem({ id: "a", role: "agent", text: "x".repeat(100), startMs: 0, endMs: null }),
    anItem({ id: "b", role: "agent", text: "x".repeat(100), startMs: 1_500, endMs: null }),
  ];
  // 100 characters at 60 ms are 6 s.
  expect(cuesOf(items).map((cue) => cue.split("\n")[1])).toEqual([
    "00:00:00.000 --> 00:00:01.500",
    "00:00:01.500 --> 00:00:07.500",
  ]);
});

it("holds only what is heard: no tools, no handoffs, no instructions", () => {
  const items = [
    anItem({ id: "a", kind: "handoff", role: null, text: "", startMs: 0 }),
    anItem({ id: "b", role: "system", text: "Be kind", startMs: 0 }),
    anItem({ id: "c", role: "agent", text: "  ", startMs: 0 }),
  ];
  expect(cuesOf(items)).toEqual([]);
});
