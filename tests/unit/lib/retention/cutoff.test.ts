import { describe, expect, it } from "vitest";
import { agesFrom, cutoffAt, isExpired, leftoversBefore } from "@/lib/retention/cutoff";

const DAY_MS = 86_400_000;
const now = new Date("2026-11-21T12:00:00Z");
const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
const session = (endedAt: Date | null, lastReceivedAt: Date, isHeld = false) => ({
  sessionId: "AJ_one",
  roomId: null,
  endedAt,
  firstReceivedAt: lastReceivedAt,
  lastReceivedAt,
  importedAt: null,
  isHeld,
});

describe("with 30 days", () => {
  const cutoff = cutoffAt(now, 30);

  it("keeps what ended 29 days ago and drops what ended 31 days ago", () => {
    expect(cutoff.toISOString()).toBe("2026-10-22T12:00:00.000Z");
    expect(isExpired(session(ago(29), ago(29)), cutoff)).toBe(false);
    expect(isExpired(session(ago(31), ago(31)), cutoff)).toBe(true);
  });

  it("keeps what ended exactly 30 days ago", () => {
    expect(isExpired(session(ago(30), ago(30)), cutoff)).toBe(false);
  });

  it("believes a sender that tells of an old call today", () => {
    expect(isExpired(session(ago(31), now), cutoff)).toBe(true);
  });

  it("counts a session without an end from the last that came of it", () => {
    expect(isExpired(session(null, ago(29)), cutoff)).toBe(false);
    expect(isExpired(session(null, ago(31)), cutoff)).toBe(true);
  });

  it("counts an imported session from its import: an old call does not go the next night", () => {
    const imported = (daysAgo: number) => ({ ...session(ago(400), ago(400)), importedAt: ago(daysAgo) });
    expect(isExpired(imported(29), cutoff)).toBe(false);
    expect(isExpired(imported(31), cutoff)).toBe(true);
  });

  it("counts a session that went on after its import from its end", () => {
    expect(isExpired({ ...session(ago(29), ago(29)), importedAt: ago(31) }, cutoff)).toBe(false);
  });

  it("keeps what somebody holds, however old", () => {
    expect(isExpired(session(ago(4000), ago(4000), true), cutoff)).toBe(false);
  });
});

it("does not believe clocks that stand at 1970, or run a week ahead", () => {
  expect(agesFrom({ endedAt: new Date(60_000), lastReceivedAt: now, importedAt: null })).toEqual(now);
  expect(agesFrom({ endedAt: ago(-7), lastReceivedAt: now, importedAt: null })).toEqual(now);
  // A day is a wrong time zone and more.
  expect(agesFrom({ endedAt: ago(-1), lastReceivedAt: now, importedAt: null })).toEqual(ago(-1));
});

it("leaves what belongs to no session a day longer, for clocks that run ahead", () => {
  expect(leftoversBefore(ago(30))).toEqual(ago(31));
});
