import { describe, expect, it } from "vitest";
import { parseSessionLink, toSessionSearch } from "@/lib/view/link";

const parse = (search: string) => parseSessionLink(new URLSearchParams(search));

describe("a link to a session", () => {
  it("restores position, selection, filters and words", () => {
    const link = parse("?t=83.25&span=item_1%2Ffnc_0&show=transcript,span&q=okafor");
    expect(link.positionMs).toBe(83_250);
    expect(link.recordId).toBe("item_1/fnc_0");
    expect([...link.shown]).toEqual(["transcript", "span"]);
    expect(link.find).toBe("okafor");
  });

  it("restores the zoom, and takes half of one or a backward one as not said", () => {
    expect(parse("?from=80&to=95.5").window).toEqual({ startMs: 80_000, endMs: 95_500 });
    expect(toSessionSearch(parse("?from=80&to=95.5"))).toBe("?from=80&to=95.5");
    expect(parse("?from=80").window).toBeNull();
    expect(parse("?from=95&to=80").window).toBeNull();
  });

  it("is the same after reading and writing", () => {
    const search = "?t=83.25&span=abc&show=transcript,span&q=two+words";
    expect(toSessionSearch(parse(search))).toBe(search);
  });

  it("is empty for the screen as it opens", () => {
    expect(toSessionSearch(parse(""))).toBe("");
    expect([...parse("").shown]).toEqual(["transcript", "tool", "handoff", "log"]);
  });

  it("keeps the choice of nothing", () => {
    expect([...parse("?show=").shown]).toEqual([]);
    expect(toSessionSearch(parse("?show="))).toBe("?show=");
  });

  it("takes what makes no sense as not said", () => {
    expect(parse("?t=soon").positionMs).toBeNull();
    expect(parse("?t=").positionMs).toBeNull();
    expect([...parse("?show=cats,log").shown]).toEqual(["log"]);
  });
});
