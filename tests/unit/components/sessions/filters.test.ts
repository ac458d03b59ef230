import { describe, expect, it } from "vitest";
import {
  isNarrowed,
  NO_FILTERS,
  readFilters,
  type SessionsFilters,
  sessionPath,
  sessionsUrl,
  writeFilters,
} from "@/components/sessions/filters";

const ALL: SessionsFilters = { q: "doctor okafor", status: "ended", range: "24h", agent: "a & b", sort: "-latency" };

describe("filters in the address", () => {
  it("come back as they were written", () => {
    expect(readFilters(new URLSearchParams(writeFilters(ALL)))).toEqual(ALL);
  });
  it("leave the address clean when nothing is filtered", () => {
    expect(writeFilters(NO_FILTERS)).toBe("");
    expect(readFilters(new URLSearchParams())).toEqual(NO_FILTERS);
  });
  it("count as not said when they make no sense", () => {
    expect(readFilters(new URLSearchParams("status=sleeping&range=5y&sort=colour&q=%20"))).toEqual(NO_FILTERS);
  });
  it("narrow the list unless they are only an order", () => {
    expect(isNarrowed({ ...NO_FILTERS, sort: "durationMs" })).toBe(false);
    expect(isNarrowed({ ...NO_FILTERS, range: "1h" })).toBe(true);
  });
});

describe("the request for a page", () => {
  const nowMs = Date.UTC(2026, 10, 21, 12, 0, 0);
  it("turns the time range into an instant", () => {
    const url = new URL(sessionsUrl("default", ALL, "next", nowMs), "http://host");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      project: "default",
      limit: "50",
      sort: "-latency",
      q: "doctor okafor",
      status: "ended",
      agent: "a & b",
      from: "2026-11-20T12:00:00.000Z",
      cursor: "next",
    });
  });
  it("asks for no start when all time is wanted", () => {
    expect(sessionsUrl("default", NO_FILTERS, null, nowMs)).toBe(
      "/api/v1/sessions?project=default&limit=50&sort=-startedAt",
    );
  });
});

describe("the way to a session", () => {
  it("leads to the found moment, in seconds", () => {
    expect(sessionPath("default", "AJ_1", 13_640.4)).toBe("/p/default/sessions/AJ_1?t=13.64");
    expect(sessionPath("default", "AJ_1", -20)).toBe("/p/default/sessions/AJ_1?t=0");
    expect(sessionPath("default", "AJ_1", null)).toBe("/p/default/sessions/AJ_1");
  });
  it("survives ids with any sign in them", () => {
    expect(sessionPath("a b", "x/y?", null)).toBe("/p/a%20b/sessions/x%2Fy%3F");
  });
});
