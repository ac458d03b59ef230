import { describe, expect, it } from "vitest";
import { exportUrl } from "@/components/sessions/export-url";
import {
  foundPath,
  isNarrowed,
  NO_FILTERS,
  readFilters,
  sessionsUrl,
  withChosen,
  writeFilters,
} from "@/components/sessions/filters";
import type { SessionFilters } from "@/lib/model/views";

const ALL: SessionFilters = {
  q: "doctor okafor",
  status: ["ended", "failed"],
  range: "24h",
  from: null,
  to: null,
  agent: ["", "a & b"],
  outcome: ["none"],
  tag: ["lang:de", "x,y"],
  sdk: ["python 1.8.3"],
  hasErrors: true,
  hasRecording: false,
  sort: "-latency",
};
const SPAN = { ...NO_FILTERS, from: "2026-11-20T08:00:00.000Z", to: "2026-11-20T09:30:00.000Z" };

describe("filters in the address", () => {
  it("come back as they were written", () => {
    expect(readFilters(new URLSearchParams(writeFilters(ALL)))).toEqual(ALL);
    expect(readFilters(new URLSearchParams(writeFilters(SPAN)))).toEqual(SPAN);
  });
  it("leave the address clean when nothing is filtered", () => {
    expect(writeFilters(NO_FILTERS)).toBe("");
    expect(readFilters(new URLSearchParams())).toEqual(NO_FILTERS);
  });
  it("count as not said when they make no sense", () => {
    const nonsense = "status=sleeping&range=5y&sort=colour&q=%20&from=yesterday&hasErrors=perhaps&outcome=great";
    expect(readFilters(new URLSearchParams(nonsense))).toEqual(NO_FILTERS);
  });
  it("two instants do not count beside a length that ends now", () => {
    const said = new URLSearchParams(`${writeFilters(SPAN).slice(1)}&range=1h`);
    expect(readFilters(said)).toEqual({ ...NO_FILTERS, range: "1h" });
  });
  it("narrow the list unless they are only an order", () => {
    expect(isNarrowed({ ...NO_FILTERS, sort: "durationMs" })).toBe(false);
    expect(isNarrowed({ ...NO_FILTERS, range: "1h" })).toBe(true);
    expect(isNarrowed(SPAN)).toBe(true);
    expect(isNarrowed({ ...NO_FILTERS, hasRecording: false })).toBe(true);
    expect(isNarrowed({ ...NO_FILTERS, agent: [""] })).toBe(true);
  });
  it("name the saved view that they began with", () => {
    expect(writeFilters({ ...NO_FILTERS, q: "x" }, "view_1")).toBe("?q=x&view=view_1");
  });
});

it("yes and no together are no filter", () => {
  expect(withChosen("hasErrors", ["false"])).toEqual({ hasErrors: false });
  expect(withChosen("hasErrors", ["true", "false"])).toEqual({ hasErrors: null });
  expect(withChosen("tag", ["b", "a"])).toEqual({ tag: ["a", "b"] });
});

describe("the request for a page", () => {
  const nowMs = Date.UTC(2026, 10, 21, 12, 0, 0);
  it("turns the time range into an instant and names each choice", () => {
    const { searchParams } = new URL(sessionsUrl("default", ALL, "next", nowMs), "http://host");
    expect([...searchParams]).toEqual([
      ["q", "doctor okafor"],
      ["agent", ""],
      ["agent", "a & b"],
      ["status", "ended"],
      ["status", "failed"],
      ["outcome", "none"],
      ["tag", "lang:de"],
      ["tag", "x,y"],
      ["sdk", "python 1.8.3"],
      ["hasErrors", "true"],
      ["hasRecording", "false"],
      ["project", "default"],
      ["from", "2026-11-20T12:00:00.000Z"],
      ["limit", "50"],
      ["sort", "-latency"],
      ["cursor", "next"],
    ]);
  });
  it("asks for no start when all time is wanted, and for both instants when they are said", () => {
    expect(sessionsUrl("default", NO_FILTERS, null, nowMs)).toBe(
      "/api/v1/sessions?project=default&limit=50&sort=-startedAt",
    );
    const { searchParams } = new URL(sessionsUrl("default", SPAN, null, nowMs), "http://host");
    expect([searchParams.get("from"), searchParams.get("to")]).toEqual([SPAN.from, SPAN.to]);
  });
});

describe("the address of a file", () => {
  it("has the filters for all, and only the ids for picked ones", () => {
    expect(exportUrl("default", { ...NO_FILTERS, tag: ["vip"] }, null, "csv")).toBe(
      "/api/v1/sessions/export?tag=vip&project=default&sort=-startedAt&format=csv",
    );
    expect(exportUrl("default", { ...NO_FILTERS, tag: ["vip"] }, ["AJ_1", "a&b"], "ndjson")).toBe(
      "/api/v1/sessions/export?project=default&ids=AJ_1&ids=a%26b&sort=-startedAt&format=ndjson",
    );
  });
});

describe("the way to a session", () => {
  it("leads to the found moment, in seconds", () => {
    expect(foundPath("default", "AJ_1", 13_640.4)).toBe("/p/default/sessions/AJ_1?t=13.64");
    expect(foundPath("default", "AJ_1", -20)).toBe("/p/default/sessions/AJ_1?t=0");
    expect(foundPath("default", "AJ_1", null)).toBe("/p/default/sessions/AJ_1");
  });
  it("survives ids with any sign in them", () => {
    expect(foundPath("a b", "x/y?", null)).toBe("/p/a%20b/sessions/x%2Fy%3F");
  });
});
