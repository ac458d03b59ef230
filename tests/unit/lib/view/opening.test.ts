import { describe, expect, it } from "vitest";
import { layOutDomain } from "@/lib/view/domain";
import { layOutLanes } from "@/lib/view/lanes";
import { emptyLanes, hasOpening, peaksBytes, toOpening } from "@/lib/view/opening";
import { layOutStrips } from "@/lib/view/strips";
import { aLog, anItem, aSession, aSpan, aTimeline } from "./timeline-builder";

const recording = {
  startedAt: "2026-11-21T12:00:00.250Z",
  durationMs: 61_000,
  sizeBytes: 1,
  contentType: "audio/ogg",
  channels: ["user", "agent"] as ["user", "agent"],
  peaksUrl: "/peaks",
  audioUrl: "/a",
};
const timeline = aTimeline({
  recording,
  items: [anItem({ id: "a", startMs: 1000 })],
  spans: [aSpan({ id: "a", stage: "llm" }), aSpan({ id: "b", stage: "tts" })],
  logs: [aLog({ id: "a", atMs: -40 }), aLog({ id: "b", atMs: 63_000 })],
  missing: ["3 spans have no parent."],
});

describe("what a page brings along of a session", () => {
  it("is the same time axis and the same lanes that all of the timeline will have", () => {
    const opening = toOpening(timeline, "");
    expect(opening.domain).toEqual({ startMs: -40, endMs: 63_000 });
    expect(opening.domain).toEqual(layOutDomain(timeline, 0));
    const places = (lanes: Parameters<typeof layOutStrips>[0]) =>
      layOutStrips(lanes, "tint").map(({ lane, topPx, heightPx }) => ({
        id: lane.id,
        label: lane.label,
        topPx,
        heightPx,
      }));
    expect(places(emptyLanes(opening))).toEqual(places(layOutLanes(timeline)));
    expect(places(emptyLanes(opening)).map(({ id }) => id)).toEqual(["user", "agent", "llm", "tts", "logs"]);
  });

  it("says all that the header says, and nothing of list and lanes", () => {
    const { head } = toOpening(timeline, "");
    expect(head.session).toEqual(timeline.session);
    expect(head.missing).toEqual(timeline.missing);
    expect([...head.items, ...head.spans, ...head.logs]).toEqual([]);
  });

  it("holds the peaks as they were", () => {
    const bytes = Uint8Array.from([0x45, 0x50, 0x4b, 0x31, 0, 127, 128, 255]);
    const opening = toOpening(timeline, Buffer.from(bytes).toString("base64"));
    expect(new Uint8Array(peaksBytes(opening))).toEqual(bytes);
  });

  it("is nothing for a session that is going on, has no sound, or whose sound was not read yet", () => {
    expect(hasOpening(timeline)).toBe(true);
    expect(hasOpening({ ...timeline, session: aSession({ status: "live" }) })).toBe(false);
    expect(hasOpening({ ...timeline, recording: null })).toBe(false);
    expect(hasOpening({ ...timeline, recording: { ...recording, peaksUrl: null } })).toBe(false);
  });
});
