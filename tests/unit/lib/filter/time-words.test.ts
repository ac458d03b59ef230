import { describe, expect, it } from "vitest";
import { localTimeFrame, parseTimeWords, type TimeFrame } from "@/lib/filter/time-words";

/** Saturday afternoon in a zone one hour ahead. */
const WINTER: TimeFrame = { nowMs: Date.parse("2026-11-21T15:30:20.500Z"), offsetMinAt: () => 60 };
/** Central Europe around the end of summer time, 2026-10-25 01:00 UTC. Source: directive 2000/84/EC. */
const AUTUMN: TimeFrame = {
  nowMs: Date.parse("2026-10-25T12:00:00Z"),
  offsetMinAt: (atMs) => (atMs < Date.parse("2026-10-25T01:00:00Z") ? 120 : 60),
};

function at(text: string, frame = WINTER): string {
  const time = parseTimeWords(text, frame);
  return time.ok ? new Date(time.atMs).toISOString() : time.message;
}

describe("words for a time", () => {
  it.each([
    ["now", "2026-11-21T15:30:20.500Z"],
    [" NOW ", "2026-11-21T15:30:20.500Z"],
    ["15m", "2026-11-21T15:15:20.500Z"],
    ["-15m", "2026-11-21T15:15:20.500Z"],
    ["2h ago", "2026-11-21T13:30:20.500Z"],
    ["2 hours  ago", "2026-11-21T13:30:20.500Z"],
    ["1.5h", "2026-11-21T14:00:20.500Z"],
    ["90 seconds ago", "2026-11-21T15:28:50.500Z"],
    ["7d", "2026-11-14T15:30:20.500Z"],
    ["1w", "2026-11-14T15:30:20.500Z"],
    ["today", "2026-11-20T23:00:00.000Z"],
    ["14:00", "2026-11-21T13:00:00.000Z"],
    ["yesterday", "2026-11-19T23:00:00.000Z"],
    ["Yesterday 14:00", "2026-11-20T13:00:00.000Z"],
    ["saturday 9:30", "2026-11-21T08:30:00.000Z"],
    ["mon 9:30", "2026-11-16T08:30:00.000Z"],
    ["2026-11-20", "2026-11-19T23:00:00.000Z"],
    ["2026-11-20 10:00", "2026-11-20T09:00:00.000Z"],
    ["2026-11-20T10:00:05.25", "2026-11-20T09:00:05.250Z"],
    ["2026-11-20 24:00", "2026-11-20T23:00:00.000Z"],
    ["2026-11-20T10:00:00Z", "2026-11-20T10:00:00.000Z"],
    ["2026-11-20T10:00:00.123+02:00", "2026-11-20T08:00:00.123Z"],
  ])("%j is %s", (text, instant) => {
    expect(at(text)).toBe(instant);
  });

  it("mean the local clock on both sides of a change of the clocks", () => {
    expect(at("today 01:30", AUTUMN)).toBe("2026-10-24T23:30:00.000Z");
    expect(at("today 04:00", AUTUMN)).toBe("2026-10-25T03:00:00.000Z");
    expect(at("yesterday 14:00", AUTUMN)).toBe("2026-10-24T12:00:00.000Z");
  });

  it.each([
    "",
    "soon",
    "5 parsecs",
    "25:00",
    "14:60",
    "2026-02-30",
    "2026-13-01",
    "yesterday noon",
    "today 9:30 pm",
    "tomorrow",
    "999999999999w",
  ])("%j is no time, and says what is", (text) => {
    expect(at(text)).toBe(
      `“${text}” is no time. Write for instance now, 15m, 2h ago, yesterday 14:00, 2026-11-20 10:00 or 2026-11-20T10:00:00Z.`,
    );
  });

  it("take the zone of the machine where none is given", () => {
    const nowMs = Date.parse("2026-11-21T15:30:20.500Z");
    const wanted = new Date(2026, 10, 20, 10, 0).getTime();
    expect(parseTimeWords("2026-11-20 10:00", localTimeFrame(nowMs))).toEqual({ ok: true, atMs: wanted });
  });
});
