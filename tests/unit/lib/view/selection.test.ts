import { expect, it } from "vitest";
import { NOTHING_SELECTED, pick, pickDrawn, type Selection } from "@/lib/view/selection";

const ROWS = ["a", "b", "c", "d", "e"];
const ids = (selection: Selection) => [...selection.ids].sort();

it("picks a row and lets it go", () => {
  const one = pick(NOTHING_SELECTED, ROWS, "b", false);
  expect(ids(one)).toEqual(["b"]);
  expect(ids(pick(one, ROWS, "b", false))).toEqual([]);
});

it("with Shift picks all rows from the last one to this, either way", () => {
  const down = pick(pick(NOTHING_SELECTED, ROWS, "b", false), ROWS, "d", true);
  expect(ids(down)).toEqual(["b", "c", "d"]);
  expect(ids(pick(down, ROWS, "a", true))).toEqual(["a", "b", "c", "d"]);
});

it("with Shift on a picked row lets the span go", () => {
  const all = pickDrawn(NOTHING_SELECTED, ROWS);
  const without = pick(pick(all, ROWS, "b", false), ROWS, "d", true);
  expect(ids(without)).toEqual(["a", "e"]);
});

it("Shift reaches from nowhere when the first row is not drawn any more", () => {
  expect(ids(pick(pick(NOTHING_SELECTED, ROWS, "b", false), ["x", "y"], "y", true))).toEqual(["b", "y"]);
});

it("all drawn rows, and a second time none", () => {
  const all = pickDrawn(pick(NOTHING_SELECTED, ROWS, "z", false), ["a", "b"]);
  expect(ids(all)).toEqual(["a", "b", "z"]);
  expect(pickDrawn(all, ["a", "b"])).toEqual(NOTHING_SELECTED);
});

it("one row let go of all of a filter leaves the drawn ones without it", () => {
  const all: Selection = { ...NOTHING_SELECTED, isAll: true };
  const less = pick(all, ROWS, "c", false);
  expect([ids(less), less.isAll]).toEqual([["a", "b", "d", "e"], false]);
});
