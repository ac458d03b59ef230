import { describe, expect, test } from "vitest";
import { atNs, derive, logsEntry, RECEIVED_AT, recordingEntry, tracesEntry } from "./sent";

/** Milliseconds from the base of these tests (2026-11-21 12:04:33 UTC) to other years' beginnings. */
const IN_1970 = -1_795_262_673_000 + 1_000;
const IN_2300 = Date.parse("2300-01-01T00:00:00Z") - 1_795_262_673_000;

const turn = (startMs: number, id = "a0") => ({
  spanId: `00000000000000${id}`,
  name: "agent_turn",
  startMs,
  endMs: startMs + 500,
});

describe("clocks that are off", () => {
  test("a span in 1970 or 2300 does not say when its session was, and is shown where its clock puts it (trap T15)", () => {
    const entries = [tracesEntry("AJ_1", [turn(IN_1970, "a1"), turn(100, "a2"), turn(IN_2300, "a3"), turn(900, "a4")])];
    const { facts, spans, missing } = derive("AJ_1", entries);
    expect(facts.startNs).toBe(atNs(100));
    expect(facts.endNs).toBe(atNs(1_400));
    expect(spans.map(({ startNs }) => startNs)).toEqual([IN_1970, 100, 900, IN_2300].map(atNs));
    expect(missing.join(" ")).toContain("2 records have times far from when it came");
  });

  test("logs neither", () => {
    const entries = [
      tracesEntry("AJ_1", [turn(100)]),
      logsEntry("AJ_1", "old", IN_1970),
      logsEntry("AJ_1", "new", IN_2300),
    ];
    const { facts, logs } = derive("AJ_1", entries);
    expect([facts.startNs, facts.endNs]).toEqual([atNs(100), atNs(600)]);
    expect(logs.map(({ timeNs }) => timeNs)).toEqual([IN_1970, IN_2300].map(atNs));
  });

  test("records before the session's start keep their time: positions may be negative", () => {
    const entries = [
      recordingEntry("AJ_1", { roomId: "RM_1", jobId: "AJ_1", startMs: 5_000 }),
      tracesEntry("AJ_1", [turn(100)]),
    ];
    const { facts, spans } = derive("AJ_1", entries);
    expect(facts.startNs).toBe(atNs(5_000));
    expect(spans[0]?.startNs).toBe(atNs(100));
  });

  test("an agent whose whole clock is years off has its own time, and the time of receipt beside it", () => {
    const day = 24 * 3_600_000;
    const entries = [
      tracesEntry("AJ_1", [turn(-800 * day, "a1"), turn(-800 * day + 60_000, "a2"), turn(-800 * day + 90_000, "a3")]),
      recordingEntry("AJ_1", { roomId: "RM_1", jobId: "AJ_1", startMs: -800 * day + 500 }),
    ];
    const { facts, spans } = derive("AJ_1", entries);
    expect(facts.startNs).toBe(atNs(-800 * day + 500));
    expect(spans[0]?.receivedAt).toEqual(RECEIVED_AT);
    const withoutUpload = derive("AJ_1", entries.slice(0, 1));
    expect(withoutUpload.facts.startNs).toBe(atNs(-800 * day));
  });

  test("a recording whose start cannot be is passed over", () => {
    const entries = [
      recordingEntry("AJ_1", { roomId: "RM_1", jobId: "AJ_1", startMs: IN_2300 }),
      tracesEntry("AJ_1", [turn(100)]),
    ];
    expect(derive("AJ_1", entries).facts.startNs).toBe(atNs(100));
  });

  test("a session of nothing but a metric began when it came", () => {
    const entries = [{ ...tracesEntry("AJ_1", []), signal: "metrics" as const }];
    const { facts } = derive("AJ_1", entries);
    expect(facts.startNs).toBe(BigInt(RECEIVED_AT.getTime()) * 1_000_000n);
  });

  test("no end is before its start", () => {
    const entries = [
      recordingEntry("AJ_1", { roomId: "RM_1", jobId: "AJ_1", startMs: 9_000 }),
      tracesEntry("AJ_1", [turn(100)]),
    ];
    expect(derive("AJ_1", entries).facts.endNs).toBeNull();
  });
});
