import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

// What the tests and the servers they start agree on. Workers read the configuration again: what is made here once is
// handed on in the environment.

process.env.EARSHOT_E2E_PORT ??= "3406";
process.env.EARSHOT_E2E_DATA ??= makeDataDir();
process.env.EARSHOT_E2E_WORKERS ??= String(Math.min(2, availableParallelism()));

/** As root, PostgreSQL runs under another account: its data is in here, and goes with it, only if that account may enter. */
function makeDataDir(): string {
  const made = mkdtempSync(join(tmpdir(), "earshot-e2e-"));
  chmodSync(made, 0o755);
  process.once("exit", () => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** One Earshot of its own for each worker: files that run at the same time do not see each other's sessions and settings. */
export const products = Array.from({ length: Number(process.env.EARSHOT_E2E_WORKERS) }, (_unused, index) => {
  const port = Number(process.env.EARSHOT_E2E_PORT) + index;
  const dataDir = join(process.env.EARSHOT_E2E_DATA ?? "", `${index}`);
  /** The owner's cookies, for tests that are not about the login. */
  const loginFile = join(process.env.EARSHOT_E2E_DATA ?? "", `owner-login-${index}.json`);
  return { port, dataDir, url: `http://127.0.0.1:${port}`, loginFile };
});

/** This worker's own. */
const own = products[Number(process.env.TEST_PARALLEL_INDEX ?? 0)];
if (!own) throw new Error("more workers than EARSHOT_E2E_WORKERS");
export const { url, loginFile } = own;
export const apiKey = "APIe2ewalk";
export const apiSecret = "a-secret-for-the-browser-tests-only";
export const owner = { name: "Olivia Owner", email: "owner@example.com", password: "a password for browser tests" };
