import { expect, it, vi } from "vitest";
import { runLoop } from "@/background/loop";

it("goes on at once while there is more to do, and ends after the round in which it was stopped", async () => {
  const stopping = new AbortController();
  const round = vi.fn(async () => {
    if (round.mock.calls.length === 3) stopping.abort();
    return { isMore: true };
  });
  await runLoop("test", round, { idleMs: 3600_000, signal: stopping.signal });
  expect(round).toHaveBeenCalledTimes(3);
});

it("wakes from its pause when it is stopped", async () => {
  const stopping = new AbortController();
  const loop = runLoop("test", async () => ({ isMore: false }), { idleMs: 3600_000, signal: stopping.signal });
  setImmediate(() => stopping.abort());
  await loop;
});

it("goes on after a round that failed", async () => {
  const stopping = new AbortController();
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const round = vi
    .fn<() => Promise<{ isMore: boolean }>>()
    .mockRejectedValueOnce(new Error("database away"))
    .mockImplementation(async () => {
      stopping.abort();
      return { isMore: false };
    });
  await runLoop("test", round, { idleMs: 1, failedMs: 1, signal: stopping.signal });
  expect(round).toHaveBeenCalledTimes(2);
  expect(String(written.mock.calls[0]?.[0])).toContain("database away");
  written.mockRestore();
});
