import { setTimeout as sleep } from "node:timers/promises";
import { log } from "@/lib/log";

/** After a failure of a whole round (the database is away) the next comes after this time, so that the log stays readable. */
const FAILED_MS = 5_000;

/**
 * Runs one round after another until the signal: at once when a round says that there is more to do, else after `idleMs`.
 * A round that throws is logged and the loop goes on. Resolves when the last round has ended.
 */
export async function runLoop(
  name: string,
  round: () => Promise<{ isMore: boolean }>,
  timing: { idleMs: number; failedMs?: number; signal: AbortSignal },
): Promise<void> {
  const { idleMs, failedMs = FAILED_MS, signal } = timing;
  while (!signal.aborted) {
    let waitMs = failedMs;
    try {
      waitMs = (await round()).isMore ? 0 : idleMs;
    } catch (error) {
      log.error("round failed", { loop: name, error });
    }
    if (waitMs > 0) await pause(waitMs, signal);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    // Woken to stop.
    if (!signal.aborted) throw error;
  }
}
