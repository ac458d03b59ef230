import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** @typedef {{ name: string, passed: number, failed: number }} Outcome */

/**
 * Runs one command and answers what it proved: 1 passed or failed, or what `count` reads from the file that the command
 * was told to write. What it says is shown at once when `loud`, else only when it failed, in one piece.
 * @param {{ name: string, command: string, args: string[], env?: Record<string, string>, loud?: boolean,
 *   count?: (file: string) => { passed: number, failed: number }, resultsFile?: string }} step
 * @returns {Promise<Outcome>}
 */
export async function runStep(step) {
  const startedMs = Date.now();
  const { code, said } = await run(step);
  const outcome = countOutcome(step, code);
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  if (code !== 0 && !step.loud) process.stdout.write(said);
  console.log(
    `${outcome.failed === 0 ? "✓" : "✗"} ${step.name} (${outcome.passed} passed, ${outcome.failed} failed, ${seconds} s)`,
  );
  return outcome;
}

/** A folder for results that is removed at the end of the process. */
export function resultsFolder() {
  const folder = mkdtempSync(join(tmpdir(), "earshot-results-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What vitest's JSON reporter wrote: files that could not even be loaded count as failed. */
export function countVitest(file) {
  const results = JSON.parse(readFileSync(file, "utf8"));
  const unloaded = results.testResults.filter((each) => each.status === "failed" && each.assertionResults.length === 0);
  return { passed: results.numPassedTests, failed: results.numFailedTests + unloaded.length };
}

/** What Playwright's JSON reporter wrote: a test that passed at a second try passed. */
export function countPlaywright(file) {
  const { stats } = JSON.parse(readFileSync(file, "utf8"));
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
}

function countOutcome(step, code) {
  if (!step.count) return { name: step.name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  try {
    const { passed, failed } = step.count(step.resultsFile);
    // A runner that says nothing failed and still ends badly has failed.
    return { name: step.name, passed, failed: code !== 0 && failed === 0 ? 1 : failed };
  } catch (error) {
    console.log(`${step.name}: no results (${error.message})`);
    return { name: step.name, passed: 0, failed: 1 };
  }
}

function run({ command, args, env = {}, loud = false }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      // What is shown later, in one piece, needs no colours.
      env: { ...process.env, ...(loud ? {} : { NO_COLOR: "1" }), ...env },
      stdio: ["ignore", loud ? "inherit" : "pipe", loud ? "inherit" : "pipe"],
    });
    let said = "";
    const hear = (chunk) => {
      said += chunk;
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.on("error", (error) => resolve({ code: 1, said: `${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 1, said }));
  });
}
