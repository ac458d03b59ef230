import { describe, expect, it } from "vitest";
import type { Timeline } from "@/lib/model/timeline";
import { layOutDomain } from "@/lib/view/domain";
import { type LaneId, layOutLanes } from "@/lib/view/lanes";
import { hatchWidthPx, placeMarks } from "@/lib/view/marks";
import { aLog, anItem, aSession, aSpan, aTimeline, aToolCall } from "./timeline-builder";

function marksOf(timeline: Timeline, id: LaneId, nowMs = 60_000) {
  return layOutLanes(timeline, nowMs).find((lane) => lane.id === id)?.marks ?? [];
}

describe("lanes", () => {
  it("puts each kind of record on its lane", () => {
    const timeline = aTimeline({
      items: [
        anItem({ id: "u", role: "user", startMs: 1000, endMs: 2000 }),
        anItem({ id: "a", role: "agent", startMs: 3000, endMs: 5000, interrupted: true }),
        aToolCall("t", 2500, { isError: true, durationMs: 40 }),
      ],
      spans: [
        aSpan({ id: "eou", name: "eou_wait", startMs: 2000, durationMs: 500 }),
        aSpan({ id: "llm", name: "llm_node", startMs: 2500, durationMs: 300 }),
        aSpan({ id: "rt", name: "realtime_inference", startMs: 2600, durationMs: 300 }),
        aSpan({ id: "tts", name: "tts_node", startMs: 2800, durationMs: 300 }),
        aSpan({ id: "other", name: "room_connect" }),
      ],
      logs: [aLog({ id: "w", level: "warn", atMs: 9 }), aLog({ id: "i", atMs: 10 })],
    });
    const ids = layOutLanes(timeline, 60_000).map((lane) => [lane.id, lane.marks.map((mark) => mark.id)]);
    expect(ids).toEqual([
      ["user", ["u"]],
      ["agent", ["a"]],
      ["eou", ["eou"]],
      ["llm", ["llm", "rt"]],
      ["tools", ["t"]],
      ["tts", ["tts"]],
      ["logs", ["w", "i"]],
    ]);
    expect(marksOf(timeline, "agent")[0]).toMatchObject({ cutMs: 5000, startMs: 3000, endMs: 5000 });
    expect(marksOf(timeline, "tools")[0]).toMatchObject({ isError: true, tone: "error", endMs: 2540 });
    expect(marksOf(timeline, "logs").map((mark) => mark.shape)).toEqual(["triangle", "dot"]);
  });

  it("cuts an interrupted turn where its voice stopped, not where the SDK was certain of it", () => {
    const turn = anItem({ id: "a", startMs: 1000, endMs: 7000, interrupted: true, spanIds: ["turn"] });
    const spans = [aSpan({ id: "s", parentId: "turn", name: "agent_speaking", startMs: 1000, durationMs: 4300 })];
    const [mark] = marksOf(aTimeline({ items: [turn], spans }), "agent");
    expect(mark?.cutMs).toBe(5300);
    const scale = { window: { startMs: 0, endMs: 10_000 }, widthPx: 1000 };
    expect(placeMarks(mark ? [mark] : [], scale).map((placed) => hatchWidthPx(placed, scale))).toEqual([170]);
  });

  it("takes the wait for the end of a turn from the turn's figure when the SDK sends no span for it", () => {
    const metrics = { endOfTurnDelayMs: 520 };
    const timeline = aTimeline({ items: [anItem({ id: "u", role: "user", startMs: 0, endMs: 4000, metrics })] });
    expect(marksOf(timeline, "eou")[0]).toMatchObject({ startMs: 4000, endMs: 4520 });
  });

  it("lets what is still open reach to now", () => {
    const timeline = aTimeline({ spans: [aSpan({ id: "s", startMs: 1000, durationMs: null })] });
    expect(marksOf(timeline, "llm", 7000)[0]).toMatchObject({ startMs: 1000, endMs: 7000 });
  });
});

describe("the axis", () => {
  it("covers the session, the recording and what was said before the start", () => {
    const timeline = aTimeline({
      session: aSession({ durationMs: 60_000 }),
      logs: [aLog({ id: "l", atMs: -40 })],
      recording: {
        startedAt: "2026-11-21T12:00:01.000Z",
        durationMs: 61_000,
        sizeBytes: 1,
        contentType: "audio/ogg",
        channels: ["user", "agent"],
        peaksUrl: null,
        audioUrl: "/a",
      },
    });
    expect(layOutDomain(timeline, 0)).toEqual({ startMs: -40, endMs: 62_000 });
  });

  it("grows to now while the session is live", () => {
    const session = aSession({ status: "live", durationMs: null, endedAt: null });
    const nowMs = Date.parse(session.startedAt) + 12_345;
    expect(layOutDomain(aTimeline({ session }), nowMs)).toEqual({ startMs: 0, endMs: 12_345 });
  });
});

describe("marks at a zoom", () => {
  const spans = Array.from({ length: 10_000 }, (_, index) =>
    aSpan({ id: `s${index}`, startMs: index * 6, durationMs: 2, isError: index === 5000 }),
  );
  const marks = marksOf(aTimeline({ spans }), "llm");

  it("merges what falls together, and never an error away", () => {
    const placed = placeMarks(marks, { window: { startMs: 0, endMs: 60_000 }, widthPx: 1000 });
    expect(placed.length).toBeLessThan(700);
    expect(placed.reduce((sum, one) => sum + one.count, 0)).toBe(10_000);
    expect(placed.filter((one) => one.mark.isError)).toHaveLength(1);
  });

  it("stay few on a lane where kinds alternate", () => {
    const logs = Array.from({ length: 7000 }, (_, index) =>
      aLog({ id: `l${index}`, atMs: index * 8, level: index % 3 === 0 ? "warn" : index % 7 === 0 ? "error" : "info" }),
    );
    const placed = placeMarks(marksOf(aTimeline({ logs }), "logs"), {
      window: { startMs: 0, endMs: 56_000 },
      widthPx: 1000,
    });
    expect(placed.length).toBeLessThan(1000);
    expect(placed.at(-1)?.mark.isError).toBe(true);
  });

  it("leaves out what is not in view", () => {
    const placed = placeMarks(marks, { window: { startMs: 30_000, endMs: 30_060 }, widthPx: 1000 });
    expect(placed).toHaveLength(11);
    expect(placed[0]?.mark.id).toBe("s5001");
    expect(placed.at(-1)?.mark.id).toBe("s5000");
  });

  it("drops a label where the next mark leaves no room", () => {
    const tools = [aToolCall("a", 0, { name: "check_availability" }), aToolCall("b", 500, { name: "book" })];
    const lane = marksOf(aTimeline({ items: tools }), "tools");
    const wide = placeMarks(lane, { window: { startMs: 0, endMs: 1000 }, widthPx: 1000 });
    const narrow = placeMarks(lane, { window: { startMs: 0, endMs: 1000 }, widthPx: 200 });
    expect(wide.map((one) => one.label)).toEqual(["check_availability", "book"]);
    expect(narrow.map((one) => one.label)).toEqual([null, "book"]);
  });
});
