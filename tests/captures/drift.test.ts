import { expect, it } from "vitest";
import { readSound } from "@/lib/audio/read-sound";
import { onsetsMs } from "@/tests/harness/sounds";
import { inChunks, readFixture } from "@/tests/unit/lib/audio/fixtures";
import { repeatOgg } from "@/tests/unit/lib/audio/repeat-ogg";

it("an hour of sound does not drift", { timeout: 120_000 }, async () => {
  // 60 s and the lead-in of 312 samples are 3,001 packets of 20 ms, so each minute takes 60.02 s.
  const hour = repeatOgg(readFixture("audio/beeps-minute.ogg"), 60, 3001 * 960);
  const { peaks, durationMs } = await readSound(inChunks(hour, 65_536));
  expect(durationMs).toBeCloseTo(60 * 60_020 - 312 / 48, 6);
  const onsets = onsetsMs(peaks, 0);
  expect(onsets).toHaveLength(60);
  const driftMs = onsets.map((onsetMs, minute) => Math.abs(onsetMs - (minute * 60_020 + 1_000)));
  expect(Math.max(...driftMs)).toBeLessThanOrEqual(20);
});
