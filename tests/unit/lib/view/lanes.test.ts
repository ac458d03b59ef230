import { describe, expect, it } from "vitest";
import type { Timeline } from "@/lib/model/timeline";
import { layOutDomain } from "@/lib/view/domain";
import { type LaneId, layOutLanes } from "@/lib/view/lanes";
import { toMarkLevels } from "@/lib/view/mark-levels";
import { describeMark, hatchWidthPx, placeMarks } from "@/lib/view/marks";
import { aLog, anItem, aSession, aSpan, aTimeline, aToolCall } from "./timeline-builder";

function marksOf(timeline: Timeline, id: LaneId) {
  return layOutLanes(timeline).find((lane) => lane.id === id)?.marks ?? [];
}

describe("lanes", () => {
  it("put each kind of record on its lane, and leave out lanes without one", () => {
    const timeline = aTimeline({
      items: [
        anItem({ id: "u", role: "user", startMs: 1000, endMs: 2000 }),
        anItem({ id: "a", role: "agent", startMs: 3000, endMs: 5000, interrupted: true }),
        aToolCall("t", 2500, { isError: true, durationMs: 40 }),
      ],
      spans: [
        aSpan({ id: "eou", stage: "end-of-turn", startMs: 2000, durationMs: 500 }),
        aSpan({ id: "rt", stage: "llm", startMs: 2600, durationMs: 300 }),
        aSpan({ id: "llm", stage: "llm", startMs: 2500, durationMs: 300 }),
        aSpan({ id: "other", name: "room_connect" }),
      ],
      logs: [aLog({ id: "w", level: "warn", atMs: 9 }), aLog({ id: "i", atMs: 10 })],
    });
    expect(layOutLanes(timeline).map((lane) => [lane.id, lane.marks.map((mark) => mark.id)])).toEqual([
      ["user", ["u"]],
      ["agent", ["a"]],
      ["eou", ["eou"]],
      ["llm", ["llm", "rt"]],
      ["tools", ["t"]],
      ["logs", ["w", "i"]],
    ]);
    expect(marksOf(timeline, "agent")[0]).toMatchObject({ cutMs: 5000, note: { text: "interrupted", tone: "error" } });
    expect(marksOf(timeline, "tools")[0]).toMatchObject({ isError: true, tone: "error", endMs: 2540 });
    expect(marksOf(timeline, "logs").map((mark) => mark.shape)).toEqual(["triangle", "dot"]);
  });

  it("keep both sides of a session in which nobody spoke", () => {
    expect(layOutLanes(aTimeline()).map((lane) => lane.id)).toEqual(["user", "agent"]);
  });

  it("say that a turn only seemed to be interrupted", () => {
    const items = [anItem({ id: "a", startMs: 0, endMs: 900, falseInterruption: true })];
    expect(marksOf(aTimeline({ items }), "agent")[0]).toMatchObject({
      cutMs: null,
      note: { text: "false interruption", tone: "warn" },
    });
  });

  it("show what the agent was at, stalls of its process, and who came and went", () => {
    const timeline = aTimeline({
      states: [
        { kind: "agent", state: "listening", startMs: 0, endMs: 900 },
        { kind: "agent", state: "idle", startMs: 900, endMs: 950 },
        { kind: "user", state: "speaking", startMs: 100, endMs: 800 },
        { kind: "agent", state: "thinking", startMs: 950, endMs: null },
      ],
      stalls: [{ startMs: 300, durationMs: 120, spanId: "blocked" }],
      connection: [{ atMs: 50, what: "maria joined", participant: "maria", tone: "info" }],
    });
    expect(marksOf(timeline, "state").map(({ what, endMs }) => [what, endMs])).toEqual([
      ["listening", 900],
      ["thinking", null],
    ]);
    expect(marksOf(timeline, "room").map(({ what, recordId, shape }) => [what, recordId, shape])).toEqual([
      ["maria joined", null, "dot"],
      ["The agent's event loop stood still", "blocked", "bar"],
    ]);
  });

  it("take the speech to text from its spans, else from what the turn says, with the model of its span", () => {
    const metrics = { transcriptionDelayMs: 300 };
    const items = [anItem({ id: "u", role: "user", startMs: 0, endMs: 4000, metrics, spanIds: ["turn"] })];
    const timeline = aTimeline({ items, spans: [aSpan({ id: "turn", name: "user_turn", summary: "nova-3" })] });
    expect(marksOf(timeline, "stt")[0]).toMatchObject({ recordId: "u", startMs: 4000, endMs: 4300, owner: "nova-3" });
    const own = aTimeline({ items, spans: [aSpan({ id: "s", stage: "stt", startMs: 10, durationMs: 5 })] });
    expect(marksOf(own, "stt").map((mark) => mark.id)).toEqual(["s"]);
  });

  it("show the wait that was heard, ending where the agent is heard first; else the one that was reported", () => {
    const items = [anItem({ id: "a", startMs: 5000, endMs: 6000 }), anItem({ id: "b", startMs: 9000, endMs: 9900 })];
    const timeline = aTimeline({
      items,
      waits: [
        { itemId: "a", totalMs: 1200, heardMs: 1300, parts: [] },
        { itemId: "b", totalMs: 2000, heardMs: null, parts: [] },
        { itemId: "gone", totalMs: 1, heardMs: null, parts: [] },
      ],
      activity: {
        user: [[1000, 3750]],
        agent: [
          [5050, 5900],
          [20_000, 21_000],
        ],
        overlaps: [[2000, 2200]],
        // The first is the wait itself, told once; in the second nobody waited for anything.
        silences: [
          [3750, 5050],
          [10_000, 14_000],
        ],
      },
    });
    expect(marksOf(timeline, "waits").map(({ startMs, endMs, tone, label }) => [startMs, endMs, tone, label])).toEqual([
      [2000, 2200, "warn", null],
      [3750, 5050, "wait", "1.30 s"],
      [7000, 9000, "error", "2.00 s"],
      [10_000, 14_000, "plain", "silence 4.00 s"],
    ]);
  });

  it("cuts an interrupted turn where its voice stopped, not where the SDK was certain of it", () => {
    const turn = anItem({ id: "a", startMs: 1000, endMs: 7000, interrupted: true, spanIds: ["turn"] });
    const spans = [aSpan({ id: "s", parentId: "turn", stage: "agent-speech", startMs: 1000, durationMs: 4300 })];
    const [mark] = marksOf(aTimeline({ items: [turn], spans }), "agent");
    expect(mark?.cutMs).toBe(5300);
    const scale = { window: { startMs: 0, endMs: 10_000 }, widthPx: 1000 };
    expect(placeMarks(toMarkLevels(mark ? [mark] : []), scale).map((placed) => hatchWidthPx(placed, scale))).toEqual([
      170,
    ]);
  });

  it("takes the wait for the end of a turn from the turn's figure when the SDK sends no span for it", () => {
    const metrics = { endOfTurnDelayMs: 520 };
    const timeline = aTimeline({ items: [anItem({ id: "u", role: "user", startMs: 0, endMs: 4000, metrics })] });
    expect(marksOf(timeline, "eou")[0]).toMatchObject({ startMs: 4000, endMs: 4520 });
  });

  it("let what is still open reach to now, and say so", () => {
    const timeline = aTimeline({ spans: [aSpan({ id: "s", stage: "llm", startMs: 1000, durationMs: null })] });
    const marks = marksOf(timeline, "llm");
    const [placed] = placeMarks(toMarkLevels(marks), { window: { startMs: 0, endMs: 10_000 }, widthPx: 1000 }, 7000);
    expect(placed).toMatchObject({ xPx: 100, widthPx: 600 });
    expect(placed && describeMark(placed, 7000).when).toBe("00:01.000 – 00:07.000 · 6.00 s so far");
  });

  it("say what, when, how long and whose", () => {
    const span = aSpan({ id: "s", stage: "llm", summary: "gpt-4.1-mini", startMs: 61_000, durationMs: 357 });
    const [mark] = marksOf(aTimeline({ spans: [span] }), "llm");
    const placed = mark && { mark, xPx: 0, widthPx: 3, label: null, note: null, count: 1 };
    expect(placed && describeMark(placed, 0)).toEqual({
      what: "llm_node",
      when: "01:01.000 – 01:01.357 · 357 ms",
      owner: "gpt-4.1-mini",
    });
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
    aSpan({ id: `s${index}`, stage: "llm", startMs: index * 6, durationMs: 2, isError: index === 5000 }),
  );
  const marks = toMarkLevels(marksOf(aTimeline({ spans }), "llm"));

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
    const placed = placeMarks(toMarkLevels(marksOf(aTimeline({ logs }), "logs")), {
      window: { startMs: 0, endMs: 56_000 },
      widthPx: 1000,
    });
    // 56 ms a pixel: the grain is 128 ms, so that each of three kinds has at most 438 places.
    expect(placed.length).toBeLessThanOrEqual(3 * 438);
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
    const lane = toMarkLevels(marksOf(aTimeline({ items: tools }), "tools"));
    const wide = placeMarks(lane, { window: { startMs: 0, endMs: 1000 }, widthPx: 1000 });
    const narrow = placeMarks(lane, { window: { startMs: 0, endMs: 1000 }, widthPx: 200 });
    expect(wide.map((one) => one.label)).toEqual(["check_availability", "book"]);
    expect(narrow.map((one) => one.label)).toEqual([null, "book"]);
  });

  it("stay together while one scrolls: what is merged does not depend on where the window begins", () => {
    const countsFrom = (startMs: number) =>
      placeMarks(marks, { window: { startMs, endMs: startMs + 30_000 }, widthPx: 1000 })
        .filter((one) => one.mark.startMs >= 5000 && one.mark.startMs < 29_000)
        .map((one) => [one.mark.id, one.count]);
    expect(countsFrom(1000)).toEqual(countsFrom(1017));
  });

  it("find a long mark that began before the window", () => {
    const long = aSpan({ id: "long", stage: "llm", startMs: 0, durationMs: 50_000 });
    const few = toMarkLevels(marksOf(aTimeline({ spans: [long, ...spans.slice(1)] }), "llm"));
    const placed = placeMarks(few, { window: { startMs: 40_000, endMs: 41_000 }, widthPx: 1000 });
    expect(placed[0]?.mark.id).toBe("long");
  });

  it("write that a turn was interrupted only where the next such word leaves room", () => {
    const turns = [0, 3000, 20_000].map((startMs) =>
      anItem({ id: `a${startMs}`, startMs, endMs: startMs + 1000, interrupted: true }),
    );
    const lane = toMarkLevels(marksOf(aTimeline({ items: turns }), "agent"));
    const notesAt = (widthPx: number) =>
      placeMarks(lane, { window: { startMs: 0, endMs: 30_000 }, widthPx }).map((one) => one.note?.text ?? null);
    expect(notesAt(300)).toEqual([null, "interrupted", "interrupted"]);
    expect(notesAt(3000)).toEqual(["interrupted", "interrupted", "interrupted"]);
  });
});
