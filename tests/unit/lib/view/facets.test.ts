import { expect, it } from "vitest";
import { countText, facetValueText } from "@/lib/view/facets";

it("says counts, and what is only a lower bound as such", () => {
  expect(countText({ count: 37, isAtLeast: false })).toBe("37");
  expect(countText({ count: 1000, isAtLeast: true })).toBe("1,000+");
  expect(countText({ count: 0, isAtLeast: false })).toBe("0");
  expect(countText({ count: 0, isAtLeast: true })).toBe("");
});

it("says values in words and leaves names as they are", () => {
  expect(facetValueText("agent", "")).toBe("unnamed agent");
  expect(facetValueText("agent", "none")).toBe("none");
  expect(facetValueText("outcome", "none")).toBe("Not judged");
  expect(facetValueText("hasErrors", "true")).toBe("With errors");
});
