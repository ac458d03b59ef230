import { expect, it } from "vitest";
import type { Share } from "@/lib/model/shares";
import { isShareOpen, shareOpenedText, shareStateText, shareText } from "@/lib/view/shares";

const share: Share = {
  ...{ id: "shr_1", sessionId: "AJ_1", withAudio: false, redacted: false, createdBy: "Olivia" },
  ...{ createdAt: "2026-11-21T12:00:00.000Z", expiresAt: "2026-11-28T12:00:00.000Z", revokedAt: null },
  ...{ openedCount: 0, lastOpenedAt: null },
};
const expiryMs = Date.parse(share.expiresAt);

it("a link is open until the instant at which it expires, or until it is taken back", () => {
  expect([isShareOpen(share, expiryMs - 1), isShareOpen(share, expiryMs)]).toEqual([true, false]);
  expect(isShareOpen({ ...share, revokedAt: "2026-11-22T12:00:00.000Z" }, expiryMs - 1)).toBe(false);
});

it("says until when it works, or since when it does not", () => {
  expect(shareStateText(share, expiryMs - 1)).toMatch(/^until 28 Nov 2026/);
  expect(shareStateText(share, expiryMs)).toMatch(/^expired 28 Nov 2026/);
  expect(shareStateText({ ...share, revokedAt: "2026-11-22T12:00:00.000Z" }, expiryMs)).toMatch(
    /^taken back 22 Nov 2026/,
  );
});

it("never promises audio of a redacted link", () => {
  expect(shareText({ withAudio: true, redacted: true })).toBe("Redacted, no audio");
  expect([shareText({ withAudio: true, redacted: false }), shareText(share)]).toEqual(["With audio", "Without audio"]);
});

it("says how often it was opened", () => {
  const lastOpenedAt = "2026-11-22T12:00:00.000Z";
  expect(shareOpenedText(share)).toBe("never opened");
  expect(shareOpenedText({ ...share, openedCount: 1, lastOpenedAt })).toMatch(/^opened once, last 22 Nov/);
  expect(shareOpenedText({ ...share, openedCount: 3, lastOpenedAt })).toMatch(/^opened 3 times, last/);
});
