import { expect, it } from "vitest";
import { holdOrder } from "@/lib/view/held-order";

it("new rows above and between wait and are counted", () => {
  expect(holdOrder(["b", "c"], ["a", "b", "x", "c"])).toEqual({ ids: ["b", "c"], newCount: 2 });
});

it("rows that were asked for, behind the last one, come", () => {
  expect(holdOrder(["a", "b"], ["a", "b", "c", "d"])).toEqual({ ids: ["a", "b", "c", "d"], newCount: 0 });
});

it("rows that are gone go, and rows that changed places stay where they are seen", () => {
  expect(holdOrder(["a", "b", "c"], ["c", "a"])).toEqual({ ids: ["a", "c"], newCount: 0 });
});

it("a list of which nothing is left is drawn anew", () => {
  expect(holdOrder(["a", "b"], ["x", "y"])).toEqual({ ids: ["x", "y"], newCount: 0 });
  expect(holdOrder([], ["x"])).toEqual({ ids: ["x"], newCount: 0 });
  expect(holdOrder(["a"], [])).toEqual({ ids: [], newCount: 0 });
});
