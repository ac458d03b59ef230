import { expect, it } from "vitest";
import { readLogsAddress, sessionLogsPath, spanOf, writeLogsAddress } from "@/lib/view/line-address";

const again = (search: string) => writeLogsAddress(readLogsAddress(new URLSearchParams(search)));

it("follows what comes unless the time has an end or a line is named", () => {
  const isLive = (search: string) => readLogsAddress(new URLSearchParams(search)).isLive;
  expect([isLive(""), isLive("range=24h"), isLive("from=2026-11-21T12:00:00Z")]).toEqual([true, true, true]);
  expect([isLive("live=0"), isLive("to=2026-11-21T12:00:00Z&live=1")]).toEqual([false, false]);
  expect([isLive("line=7@2026-11-21T12:00:00Z"), isLive("line=7@2026-11-21T12:00:00Z&live=1")]).toEqual([false, true]);
});

it("writes what it has read, without what is neutral", () => {
  expect(again("range=15m&live=1&q=")).toBe("");
  for (const search of [
    "?q=level%3A%3E%3Dwarn&range=7d&live=0",
    "?from=2026-11-21T10%3A00%3A00.000Z&to=2026-11-21T12%3A00%3A00.000Z",
    "?line=12%402026-11-21T12%3A00%3A00.123Z",
    "?live=1&line=12%402026-11-21T12%3A00%3A00.123Z",
  ]) {
    expect(again(search)).toBe(search);
  }
});

it("takes what makes no sense as not said", () => {
  expect(again("from=yesterday&range=3y&line=x@y&to=")).toBe("");
  expect(again("from=2026-11-21T12:00:00Z&to=2026-11-21T11:00:00Z")).toBe("");
});

it("ends a length of time at the moment at which it is asked for", () => {
  const address = readLogsAddress(new URLSearchParams("range=1h"));
  const nowMs = Date.parse("2026-11-21T12:00:00Z");
  expect(spanOf(address, nowMs)).toEqual({ from: "2026-11-21T11:00:00.000Z", to: null });
});

it("opens the lines of a session with a minute around it, and follows one that still runs", () => {
  const session = { id: "AJ_7", startedAt: "2026-11-21T12:00:00.000Z", endedAt: "2026-11-21T12:05:00.000Z" };
  const open = (endedAt: string | null) => {
    const [path, search] = sessionLogsPath("my line", { ...session, endedAt }).split("?");
    return [path, readLogsAddress(new URLSearchParams(search))] as const;
  };
  expect(open(session.endedAt)).toEqual([
    "/p/my%20line/logs",
    expect.objectContaining({ q: "job_id:AJ_7", from: "2026-11-21T11:59:00.000Z", to: "2026-11-21T12:06:00.000Z" }),
  ]);
  expect(open(null)[1]).toMatchObject({ to: null, isLive: true });
});
