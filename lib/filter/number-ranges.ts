import type { Comparison } from "./tree";

/** Powers of two that have a range of their own: from a thousandth to 17 milliards. What is beyond is in the outermost. */
const POWER_MIN = -10;
const POWER_MAX = 34;

/** The name of the range that a number lies in: zero, or a power of two with its sign. Few, so that an index can hold them. */
export function rangeOf(number: number): string {
  if (number === 0) return "0";
  const power = Math.max(POWER_MIN, Math.min(POWER_MAX, Math.floor(Math.log2(Math.abs(number)))));
  return `${number > 0 ? "p" : "n"}${power}`;
}

/** All names in the order of their numbers. */
const RANGES: string[] = [];
for (let power = POWER_MAX; power >= POWER_MIN; power -= 1) RANGES.push(`n${power}`);
RANGES.push("0");
for (let power = POWER_MIN; power <= POWER_MAX; power += 1) RANGES.push(`p${power}`);

/** The ranges that can hold a number for which the comparison is true. */
export function rangesFor(comparison: Comparison, number: number): string[] {
  const at = RANGES.indexOf(rangeOf(number));
  return comparison === ">" || comparison === ">=" ? RANGES.slice(at) : RANGES.slice(0, at + 1);
}
