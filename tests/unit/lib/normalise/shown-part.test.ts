import { describe, expect, test } from "vitest";
import type { JournalEntry } from "@/lib/model/journal";
import { toCutWords, toShownPart } from "@/lib/normalise/shown-part";
import { deflate } from "@/lib/wire/gzip";
import { derive, logsEntry, recordingEntry } from "./sent";

const at = (seconds: number) => new Date(Date.parse("2026-11-21T12:00:00Z") + seconds * 1000);

function entry(seconds: number, bytes: number, over: Partial<JournalEntry> = {}): JournalEntry {
  const body = deflate(Buffer.alloc(bytes, 97));
  const rest = { signal: "logs", encoding: "json", recordCount: 1 } as const;
  return { sessionId: "AJ_1", seq: BigInt(seconds), receivedAt: at(seconds), body, ...rest, ...over };
}

const secondsOf = (entries: JournalEntry[]) => entries.map(({ seq }) => Number(seq));

describe("the part of a session that is shown", () => {
  test("is the whole of one within the bounds, untouched", () => {
    const entries = [entry(2, 1000), entry(1, 1000)];
    expect(toShownPart(entries, { bytes: 2000, records: 2 })).toEqual({ entries, cutAt: null });
    expect(toShownPart(entries, undefined)).toEqual({ entries, cutAt: null });
  });

  test("is what came first, by the size that it has when inflated, and says from when on there is more", () => {
    const entries = [entry(3, 900_000), entry(1, 900_000), entry(2, 900_000)];
    const part = toShownPart(entries, { bytes: 2_000_000, records: 100 });
    expect([secondsOf(part.entries), part.cutAt]).toEqual([[1, 2], at(3)]);
    expect(toCutWords(part)).toEqual([expect.stringContaining("Shown up to what arrived by 2026-11-21T12:00:03Z")]);
  });

  test("is bounded by the number of records too", () => {
    const entries = [1, 2, 3].map((seconds) => entry(seconds, 10, { recordCount: 40 }));
    expect(secondsOf(toShownPart(entries, { bytes: 1e9, records: 100 }).entries)).toEqual([1, 2]);
  });

  test("always has the recording, which comes last", () => {
    const entries = [entry(1, 900), entry(2, 900), entry(3, 100, { signal: "recording" })];
    expect(secondsOf(toShownPart(entries, { bytes: 1000, records: 10 }).entries)).toEqual([3, 1]);
  });

  test("is told of in what the session lacks", () => {
    const recording = recordingEntry("AJ_1", { roomId: "RM_1", jobId: "AJ_1" }, {}, at(9));
    const entries = [
      ...[1, 2, 3].map((seconds) => logsEntry("AJ_1", `line ${seconds}`, seconds, at(seconds))),
      recording,
    ];
    const records = derive("AJ_1", entries, { nowMs: at(500).getTime(), bounds: { bytes: 1e9, records: 3 } });
    expect(records.logs.map(({ message }) => message)).toEqual(["line 1", "line 2"]);
    expect(records.missing[0]).toContain("Shown up to what arrived by 2026-11-21T12:00:03Z");
    expect(records.facts.status).toBe("ended");
  });
});
