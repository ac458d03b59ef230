import { expect, it } from "vitest";
import { outlineWave } from "@/lib/view/wave-outline";

const bars = (heights: number[], firstPx = 0) => ({ firstPx, pitchPx: 1, channels: [Float32Array.from(heights)] });
const PLACE = { middlePx: 25, halfPx: 20 };

it("goes along the upper edge and back along the lower one, in as few strokes as there are heights", () => {
  // Half heights 10, 10, 5: upper edges at 15, 15, 20, lower ones at 35, 35, 30.
  expect(outlineWave(bars([0.5, 0.5, 0.25]), 0, PLACE)).toBe("M0 15h2V20h1V30h-1V35h-2z");
});

it("leaves a line of one pixel where it is silent, as the canvas does", () => {
  expect(outlineWave(bars([0, 0, 0, 0], -0.5), 0, PLACE)).toBe("M-0.5 25h4V26h-4z");
});

it("is empty without bars, and for a side that is not there", () => {
  expect(outlineWave(bars([]), 0, PLACE)).toBe("");
  expect(outlineWave(bars([1]), 1, PLACE)).toBe("");
});
