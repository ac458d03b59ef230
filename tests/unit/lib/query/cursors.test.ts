import { describe, expect, it } from "vitest";
import type { JournalEntry } from "@/lib/model/journal";
import { isSeen, packJournalCursor, unpackJournalCursor } from "@/lib/query/journal-cursor";
import { packPageCursor, unpackPageCursor } from "@/lib/query/page-cursor";

describe("page cursors", () => {
  it("come back as they were, for the order they belong to", () => {
    const byTime = { value: "2026-11-21T12:04:33.123Z", id: "AJ_ü/1" };
    expect(unpackPageCursor(packPageCursor(byTime), "instant")).toEqual(byTime);
    const byLength = { value: -1e18, id: "x" };
    expect(unpackPageCursor(packPageCursor(byLength), "number")).toEqual(byLength);
  });

  it.each([
    ["no base64", "%%%"],
    ["another kind", packPageCursor({ value: 5, id: "x" })],
    ["SQL for a time", packPageCursor({ value: "now()", id: "x" })],
    ["a zero byte", packPageCursor({ value: "2026-11-21T12:04:33.123Z", id: "x\0" })],
    ["no list", Buffer.from("{}").toString("base64url")],
  ])("are refused when they hold %s", (_what, cursor) => {
    expect(() => unpackPageCursor(cursor, "instant")).toThrow(/cursor/);
  });
});

describe("journal cursors", () => {
  const entry = (ms: number, seq: bigint) => ({ receivedAt: new Date(ms), seq }) as JournalEntry;

  it("stand behind the newest entry, whatever the order of the list", () => {
    const cursor = packJournalCursor([entry(5, 9n), entry(7, 2n), entry(7, 3n), entry(6, 99n)]);
    expect(cursor).toBe("7-3");
    expect(unpackJournalCursor(cursor)).toEqual({ receivedAt: new Date(7), seq: 3n });
    expect(unpackJournalCursor(packJournalCursor([]))).toBeNull();
  });

  it("tell what was seen by time, then by sequence", () => {
    const place = { receivedAt: new Date(7), seq: 3n };
    expect([entry(6, 99n), entry(7, 3n), entry(7, 4n), entry(8, 1n)].map((one) => isSeen(one, place))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("are refused when damaged", () => {
    for (const text of ["7", "7-", "-3", "7-3;", "a-b", "7-3-3"])
      expect(() => unpackJournalCursor(text)).toThrow(/cursor/);
  });
});
