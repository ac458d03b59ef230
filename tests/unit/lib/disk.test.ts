import { beforeAll, describe, expect, it } from "vitest";
import { readDisk, refuseWhenFull } from "@/lib/disk";

beforeAll(() => {
  process.env.DATA_DIR = "/tmp";
});

/** A disk of 1,000 blocks of which root keeps 50 for itself. */
const disk = (free: number) => async () => ({ blocks: 1000, bfree: free, bavail: Math.max(0, free - 50) });

describe("the disk guard", () => {
  // df: used / (used + available). 1000 − 192 = 808 used, 142 available: 808 / 950 = 85.05 %.
  it.each([
    [500, "ok", 52.6],
    [193, "ok", 84.9],
    [192, "warn", 85.1],
    [98, "warn", 94.9],
    [97, "full", 95.1],
    [0, "full", 100],
  ])("%i free blocks of 1000: %s", async (free, level, percent) => {
    const state = await readDisk(disk(free));
    expect(state.level).toBe(level);
    expect(state.usedPercent).toBeCloseTo(percent, 0);
  });

  it("refuses telemetry while it is full, with a time to come again, and takes it as soon as there is room", async () => {
    // The guard itself asks the real disk beside; its own answer comes later than these lines.
    const nowMs = Date.now();
    await readDisk(disk(500));
    refuseWhenFull(nowMs);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await readDisk(disk(60));
    expect(() => refuseWhenFull(nowMs)).toThrow(
      expect.objectContaining({
        code: "unavailable",
        retryAfterMs: 30_000,
        message: expect.stringContaining("98 % full"),
      }),
    );
    await readDisk(disk(500));
    expect(() => refuseWhenFull(nowMs)).not.toThrow();
  });

  it("a disk that cannot be asked is not full", async () => {
    const gone = async () => {
      throw new Error("ENOENT");
    };
    expect(await readDisk(gone)).toEqual({ usedPercent: null, level: "ok" });
  });
});
