import { expect, test } from "vitest";
import { admitLine } from "@/lib/policy/line-rate";

const rates = { linesPerWorkerSecondMax: 2, linesPerProjectSecondMax: 5 };

function admitted(project: string, worker: string, atMs: number, count: number) {
  return Array.from({ length: count }, () => admitLine(project, worker, atMs, rates));
}

test("ten seconds' worth passes at once, and no more until the next ten", () => {
  const answers = admitted("p1", "w", 100_000, 25);
  expect(answers.filter((answer) => answer === null)).toHaveLength(20);
  expect(answers.slice(20)).toEqual(Array(5).fill("worker"));
  expect(admitLine("p1", "w", 109_999, rates)).toBe("worker");
  expect(admitLine("p1", "w", 110_000, rates)).toBeNull();
});

test("an older time has an allowance of its own, whenever it comes", () => {
  admitted("p2", "w", 500_000, 20);
  expect(admitLine("p2", "w", 400_000, rates)).toBeNull();
});

test("workers share their project's allowance, not another's", () => {
  for (const worker of ["a", "b"]) expect(admitted("p3", worker, 0, 20)).toEqual(Array(20).fill(null));
  expect(admitted("p3", "c", 0, 11).at(-1)).toBe("project");
  expect(admitLine("p4", "a", 0, rates)).toBeNull();
});
