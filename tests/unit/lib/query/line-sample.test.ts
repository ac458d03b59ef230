import { expect, it } from "vitest";
import { LineAllowance, sampleLines } from "@/lib/query/line-sample";

const items = (count: number, urgentEvery = 0) =>
  Array.from({ length: count }, (_, n) => ({ n, isUrgent: urgentEvery > 0 && n % urgentEvery === 0 }));

it("chooses evenly, in order, and takes no more than is allowed", () => {
  const kept = sampleLines(items(1_000), 100).map(({ n }) => n);
  expect(kept.length).toBe(100);
  const steps = kept.slice(1).map((n, index) => n - (kept[index] ?? 0));
  expect([Math.min(...steps), Math.max(...steps)]).toEqual([10, 10]);
});

it("keeps errors and system events before all others, in their places", () => {
  const kept = sampleLines(items(1_000, 50), 30);
  expect(kept.length).toBe(30);
  expect(kept.filter(({ isUrgent }) => isUrgent).length).toBe(20);
  expect(kept.map(({ n }) => n)).toEqual(kept.map(({ n }) => n).toSorted((a, b) => a - b));
  expect(sampleLines(items(10, 1), 3).length).toBe(3);
});

it("allows a burst, then so many a second, and counts what is left out", () => {
  const allowance = new LineAllowance(0);
  expect(allowance.take(items(6_000), 0).leftOut).toBe(0);
  expect(allowance.take(items(10), 0)).toEqual({ kept: [], leftOut: 10 });
  // A second later 3,000 lines have been earned.
  expect(allowance.take(items(4_000), 1_000).leftOut).toBe(1_000);
  expect(allowance.take(items(100), 60_000).leftOut).toBe(0);
});
