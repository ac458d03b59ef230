import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatClock,
  formatClockMs,
  formatConfidence,
  formatCount,
  formatDate,
  formatDateTime,
  formatDayUnlessToday,
  formatDuration,
  formatDurationExact,
  formatInstant,
  formatLatency,
  formatMs,
  formatPlural,
  formatSeconds,
  formatTick,
  formatTimeOfDay,
  formatWhole,
} from "@/lib/view/format";

const NOW_MS = Date.UTC(2026, 10, 21, 12, 0, 0);

describe("the session's clock", () => {
  it("shows minutes, seconds and tenths, and cuts instead of rounding up", () => {
    expect(formatClock(0)).toBe("00:00.0");
    expect(formatClock(83_499)).toBe("01:23.4");
    expect(formatClock(59_999)).toBe("00:59.9");
    expect(formatClock(25_500)).toBe("00:25.5");
  });
  it("adds hours only when there are any", () => {
    expect(formatClock(3_723_400)).toBe("1:02:03.4");
    expect(formatTick(3_723_400)).toBe("1:02:03");
  });
  it("marks what lies before the start, but never minus zero", () => {
    expect(formatClock(-1_500)).toBe("−00:01.5");
    expect(formatClock(-40)).toBe("00:00.0");
    expect(formatTick(-999)).toBe("00:00");
  });
  it("is written to the millisecond in lists and details", () => {
    expect(formatClockMs(25_549.813)).toBe("00:25.549");
    expect(formatClockMs(3_723_400)).toBe("1:02:03.400");
    expect(formatClockMs(-3.144)).toBe("−00:00.003");
    expect(formatClockMs(-0.4)).toBe("00:00.000");
    expect(formatClockMs(Number.POSITIVE_INFINITY)).toBe("–");
  });
  it("has the wall clock beside it, to the millisecond too", () => {
    expect(formatInstant("2026-11-21T12:04:33.168Z", "UTC")).toBe("21 Nov 2026, 12:04:33.168 UTC");
    expect(formatInstant("nonsense")).toBe("–");
  });
  it("shows a dash for what is not a number", () => {
    expect(formatClock(Number.NaN)).toBe("–");
  });
});

describe("lengths and waits", () => {
  it("shows a length as people say it", () => {
    expect(formatDuration(47_000)).toBe("0:47");
    expect(formatDuration(760_000)).toBe("12:40");
    expect(formatDuration(59_600)).toBe("0:59");
    expect(formatDuration(3_725_000)).toBe("1:02:05");
    expect(formatDuration(null)).toBe("–");
    expect(formatDurationExact(93_480)).toBe("1:33.5");
    expect(formatDurationExact(59_960)).toBe("1:00.0");
  });
  it("keeps waits in seconds so that a column compares", () => {
    expect(formatLatency(840)).toBe("0.84 s");
    expect(formatLatency(1_624)).toBe("1.62 s");
    expect(formatLatency(9_996)).toBe("10.0 s");
    expect(formatLatency(null)).toBe("–");
  });
  it("picks the unit that reads best for a machine's time", () => {
    expect(formatMs(0.42)).toBe("0.4 ms");
    expect(formatMs(5)).toBe("5 ms");
    expect(formatMs(356.7)).toBe("357 ms");
    expect(formatMs(999.6)).toBe("1.00 s");
    expect(formatMs(125_000)).toBe("2:05");
    expect(formatSeconds(84_280)).toBe("84.3 s");
  });
});

describe("counts", () => {
  it("shortens thousands and millions", () => {
    expect(formatCount(717)).toBe("717");
    expect(formatCount(3_070)).toBe("3.1k");
    expect(formatCount(24_000)).toBe("24.0k");
    expect(formatCount(999_960)).toBe("1.0M");
    expect(formatCount(null)).toBe("–");
  });
  it("groups whole counts and names them", () => {
    expect(formatWhole(3_070)).toBe("3,070");
    expect(formatPlural(1, "turn")).toBe("1 turn");
    expect(formatPlural(1_200, "turn")).toBe("1,200 turns");
    expect(formatPlural(2, "reply", "replies")).toBe("2 replies");
    expect(formatConfidence(0.931)).toBe("0.93");
  });
  it("shows bytes in decimal units", () => {
    expect(formatBytes(812)).toBe("812 B");
    expect(formatBytes(1_400_000)).toBe("1.4 MB");
    expect(formatBytes(999_600)).toBe("1.0 MB");
  });
});

describe("dates", () => {
  const at = "2026-11-21T12:04:33.120Z";
  it("shows the time of day in the given zone, 24 hours", () => {
    expect(formatTimeOfDay(at, "UTC")).toBe("12:04:33");
    expect(formatTimeOfDay("2026-11-21T00:04:33.000Z", "UTC")).toBe("00:04:33");
    expect(formatTimeOfDay(at, "Asia/Tokyo")).toBe("21:04:33");
  });
  it("leaves out the year of now, and today altogether", () => {
    expect(formatDate(at, NOW_MS, "UTC")).toBe("21 Nov");
    expect(formatDate("2025-01-02T10:00:00.000Z", NOW_MS, "UTC")).toBe("2 Jan 2025");
    expect(formatDayUnlessToday(at, NOW_MS, "UTC")).toBe("");
    expect(formatDayUnlessToday("2026-11-20T23:59:00.000Z", NOW_MS, "UTC")).toBe("20 Nov");
  });
  it("tells the whole instant with its zone", () => {
    expect(formatDateTime(at, "UTC")).toBe("21 Nov 2026, 12:04:33 UTC");
    expect(formatDateTime("not a date", "UTC")).toBe("–");
  });
});
