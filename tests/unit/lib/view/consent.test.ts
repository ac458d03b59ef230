import { expect, it } from "vitest";
import type { SessionConsent, SignalConsent } from "@/lib/model/privacy";
import { listConsent, redactionText } from "@/lib/view/consent";

const KEPT: SignalConsent = { asked: true, allowed: "yes", stored: true, offSince: null, droppedCount: 0 };
const OFF_SINCE = "2026-11-21T17:05:00.000Z";
const consent: SessionConsent = {
  audio: { asked: true, allowed: "no", stored: false, offSince: OFF_SINCE, droppedCount: 2_000_000 },
  transcript: { ...KEPT, asked: null },
  traces: { ...KEPT, allowed: "partly", offSince: OFF_SINCE, droppedCount: 1 },
  logs: { ...KEPT, asked: false, stored: false },
  redaction: { asked: false, handling: null, rules: [], replaced: {}, replacedCount: 0 },
};

it("says of each signal what was asked, allowed and stored, and what was left out", () => {
  expect(listConsent(consent, "UTC").map(({ name, asked, allowed, stored }) => [name, asked, allowed, stored])).toEqual(
    [
      ["Audio", "yes", "no", "no"],
      ["Transcript", "not said", "yes", "yes"],
      ["Traces", "yes", "partly", "partly"],
      ["Logs", "no", "yes", "no"],
    ],
  );
  const notes = listConsent(consent, "UTC").map(({ note }) => note);
  expect(notes[0]).toMatch(/^2(\.0)? MB not kept, off since .*17:05/);
  expect(notes[1]).toBe("");
  expect(notes[2]).toMatch(/^1 span not kept, off since /);
});

it("says what redaction did, the most frequent kind first, and nothing when it did nothing", () => {
  expect(redactionText(consent)).toBeNull();
  const replaced = { phone: 5, email: 7 };
  const redaction = { asked: false, handling: null, rules: ["email", "phone"], replaced, replacedCount: 12 };
  expect(redactionText({ ...consent, redaction })).toBe("12 replacements: 7 email, 5 phone.");
  const asked = { ...redaction, asked: true, handling: "drop" as const, replaced: {}, replacedCount: 0 };
  expect(redactionText({ ...consent, redaction: asked })).toBe(
    "The agent asked for redaction: transcript and audio were not kept.",
  );
});
