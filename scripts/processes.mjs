// Runs the product's processes: starts them, starts them again when they end by themselves, and stops them in order.
import { spawn } from "node:child_process";

/** The first restart comes after this time, the next after twice as much, until the process has run for a minute. */
const RESTART_MS = 500;
const RESTART_MS_MAX = 30_000;
const HEALTHY_MS = 60_000;

/**
 * @typedef {{ name: string, args: string[], env: NodeJS.ProcessEnv, cwd: string, log: (line: string) => void }} ProcessOptions
 * @typedef {{ ready: Promise<void>, stop: (killAfterMs: number) => Promise<void> }} RunningProcess
 */

/**
 * Keeps one Node.js program running. `ready` resolves when it first says so, and rejects when it ends before: then it is not
 * started again, because what is wrong will not mend itself (a port in use, a wrong setting).
 * @param {ProcessOptions} options
 * @returns {RunningProcess}
 */
export function keepRunning({ name, args, env, cwd, log }) {
  /** @type {import("node:child_process").ChildProcess | null} */
  let child = null;
  /** @type {NodeJS.Timeout | undefined} */
  let restart;
  let isStopping = false;
  let wasReady = false;
  let failures = 0;
  /** @type {() => void} */
  let onReady;
  /** @type {(error: Error) => void} */
  let onFailed;
  const ready = /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      onReady = () => resolve(undefined);
      onFailed = reject;
    })
  );

  const start = () => {
    const startedMs = Date.now();
    child = spawn(process.execPath, args, { env, cwd, stdio: ["ignore", "inherit", "inherit", "ipc"] });
    child.once("message", () => {
      wasReady = true;
      onReady();
    });
    child.once("error", (error) => log(`${name}: ${error.message}`));
    child.once("exit", (code, signal) => {
      child = null;
      if (isStopping) return;
      const words = `${name} ended (${signal ?? code})`;
      if (!wasReady) return onFailed(new Error(`${words} before it was ready.`));
      failures = Date.now() - startedMs > HEALTHY_MS ? 0 : failures + 1;
      const waitMs = Math.min(RESTART_MS_MAX, RESTART_MS * 2 ** Math.max(0, failures - 1));
      log(`${words}; it starts again in ${waitMs / 1000} s.`);
      restart = setTimeout(start, waitMs);
    });
  };

  const stop = async (/** @type {number} */ killAfterMs) => {
    isStopping = true;
    clearTimeout(restart);
    const running = child;
    if (!running) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGTERM");
    const timer = setTimeout(() => running.kill("SIGKILL"), killAfterMs);
    await ended;
    clearTimeout(timer);
  };

  start();
  return { ready, stop };
}
