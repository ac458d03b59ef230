import { expect, it } from "vitest";
import { countFacets, type FacetGroup } from "@/lib/query/facet-counts";

const group = (part: Partial<FacetGroup>): FacetGroup => ({
  ...{ agent: "a", status: "ended", outcome: "none", tag: [], sdk: "python 1.8.3", hasErrors: false },
  ...{ hasRecording: false, count: 1 },
  ...part,
});

it("adds groups up, most frequent first, names in their order among equals", () => {
  const groups = [
    group({ agent: "b", count: 2 }),
    group({ agent: "c", count: 3 }),
    group({ agent: "a", hasErrors: true, count: 2 }),
  ];
  expect(countFacets(groups, {}, true).facets.agent).toEqual([
    { value: "c", count: 3, isAtLeast: false },
    { value: "a", count: 2, isAtLeast: false },
    { value: "b", count: 2, isAtLeast: false },
  ]);
});

it("a session counts once for each of its tags", () => {
  const { facets } = countFacets([group({ tag: ["x", "y"], count: 2 }), group({ tag: ["y"] })], {}, true);
  expect(facets.tag).toEqual([
    { value: "y", count: 3, isAtLeast: false },
    { value: "x", count: 2, isAtLeast: false },
  ]);
});

it("shows the fifty most frequent values, and chosen ones beside them", () => {
  const groups = Array.from({ length: 80 }, (_, n) => group({ tag: [`t${n}`], count: 100 - n }));
  const values = countFacets(groups, { tag: ["t79"] }, true).facets.tag.map(({ value }) => value);
  expect(values).toHaveLength(51);
  expect(values.at(-1)).toBe("t79");
});

it("is capped at a thousand, and a lower bound when not all was counted", () => {
  expect(countFacets([group({ count: 1000 })], {}, true).total).toEqual({ count: 1000, isAtLeast: false });
  expect(countFacets([group({ count: 1001 })], {}, true).total).toEqual({ count: 1000, isAtLeast: true });
  expect(countFacets([group({ count: 3 })], {}, false).total).toEqual({ count: 3, isAtLeast: true });
});
