import { describe, expect, it } from "vitest";
import { TimelineDelta } from "@/lib/model/timeline";
import { mergeTimeline } from "@/lib/view/timeline-changes";
import { anItem, aSpan, aTimeline } from "./timeline-builder";

const nothing = TimelineDelta.parse({
  items: [],
  spans: [],
  logs: [],
  evaluations: [],
  participants: [],
  removedIds: [],
});

describe("a live timeline", () => {
  const before = aTimeline({
    items: [anItem({ id: "a", startMs: 0, text: "Good" }), anItem({ id: "c", startMs: 9000 })],
    spans: [aSpan({ id: "s", durationMs: null })],
  });
  const delta = {
    ...nothing,
    items: [anItem({ id: "b", startMs: 4000 }), anItem({ id: "a", startMs: 0, text: "Good morning" })],
    spans: [aSpan({ id: "s", durationMs: 250 })],
    removedIds: ["c"],
  };

  it("takes in new records by time, replaces known ones and drops what is no more", () => {
    const after = mergeTimeline(before, delta);
    expect(after.items.map((item) => [item.id, item.text])).toEqual([
      ["a", "Good morning"],
      ["b", ""],
    ]);
    expect(after.spans[0]?.durationMs).toBe(250);
  });

  it("is the same when a delta comes twice", () => {
    const once = mergeTimeline(before, delta);
    expect(mergeTimeline(once, delta)).toEqual(once);
  });

  it("does not touch what did not change", () => {
    const after = mergeTimeline(before, nothing);
    expect(after.items).toBe(before.items);
    expect(after.participants).toBe(before.participants);
  });
});
