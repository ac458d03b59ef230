import { expect, test } from "vitest";
import { digestSession } from "@/lib/digest/sessions";
import type { JournalEntry } from "@/lib/model/journal";
import { captureEntries, entriesOf } from "@/tests/harness/capture-entries";
import { derive, LONG_AGO, logsEntry } from "../normalise/sent";

const WITHOUT = { ...LONG_AGO, withoutLogIds: true };

/** Asserts that a digest and the order of the logs are the same whether or not logs have ids. */
function expectSame(sessionId: string, entries: JournalEntry[]): void {
  const whole = derive(sessionId, entries);
  const records = derive(sessionId, entries, WITHOUT);
  expect(digestSession(records)).toEqual(digestSession(whole));
  expect(records.logs.map(({ id: _id, ...log }) => log)).toEqual(whole.logs.map(({ id: _id, ...log }) => log));
  expect(whole.logs.every(({ id }) => id.startsWith("log_"))).toBe(true);
}

test.each([
  ["python-clinic", "AJ_xZXBwwyJ42fT", "RM_7FHTX9DZjoFu"],
  ["python-trouble", "AJ_iaZeJgVAjjz5", "RM_wgDqjBuWZrnt"],
  ["node-clinic", "AJ_NqRHtt5xdg4h", "RM_NRHSRGAEQ6bi"],
])("a digest of %s is the same without ids of its logs", async (capture, sessionId, roomId) => {
  const entries = entriesOf(await captureEntries(capture), sessionId, roomId);
  expectSame(sessionId, entries);
  expectSame(sessionId, [...entries, ...entries].reverse());
});

test("logs of one moment are told apart, ordered and counted once without ids too", () => {
  const later = new Date("2026-11-21T12:06:00.000Z");
  const entries = [
    ...["first", "second", "third", "fourth"].map((body) => logsEntry("AJ_1", body, 10)),
    logsEntry("AJ_1", "second", 10, later),
    logsEntry("AJ_1", "alone", 5),
  ];
  expectSame("AJ_1", entries);
  const { logs } = derive("AJ_1", entries, WITHOUT);
  expect(logs.map(({ message }) => message).sort()).toEqual(["alone", "first", "fourth", "second", "third"]);
  expect(logs.filter(({ id }) => id === "").map(({ message }) => message)).toEqual(["alone"]);
});
