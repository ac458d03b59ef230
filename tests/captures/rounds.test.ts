import { expect, it } from "vitest";
import { fuzz, samplesOf } from "@/tests/fuzz/rounds";

it("2,000 mutated requests neither crash, hang nor are refused without words, from the first byte to the timeline", async () => {
  const report = await fuzz({ rounds: 2_000, seed: 42, samples: samplesOf() });
  expect(report.rounds).toBe(2_000);
  // Both ways are gone often: else the mutations are too wild, or too tame.
  expect(report.sessions).toBeGreaterThan(400);
  expect(report.refusals.size).toBeGreaterThan(5);
}, 120_000);
