import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { DEV_PAIR } from "./database";

const FILE = join("dist", "run", `cli-${process.pid}.mjs`);

/** Bundles `earshot` as the build does; answers what to hand to Node. */
export async function buildCli(): Promise<string> {
  const options = { bundle: true, platform: "node", format: "esm", target: "node20", packages: "external" } as const;
  await build({ ...options, entryPoints: ["cli/main.ts"], outfile: FILE, alias: { "@": process.cwd() } });
  return FILE;
}

export function removeCli(): void {
  rmSync(FILE, { force: true });
}

export interface RunningCli {
  child: ChildProcess;
  stdout: () => string;
  stderr: () => string;
  /** Waits until what was printed is so. */
  until(isSo: (stdout: string, stderr: string) => boolean): Promise<void>;
  ended: Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }>;
}

const WAIT_MS_MAX = 20_000;

/** Starts `earshot` with its output in pipes. `url`: of the server; `environment` adds to the key of the tests. */
export function startCli(args: string[], url: string, environment: Record<string, string> = {}): RunningCli {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...own } = process.env;
  const key = `${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`;
  const child = spawn(process.execPath, [FILE, ...args], {
    env: { ...own, EARSHOT_URL: url, EARSHOT_KEY: key, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  let heard: () => void = () => undefined;
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    heard();
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    heard();
  });
  const ended = new Promise<Awaited<RunningCli["ended"]>>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const until = async (isSo: (stdout: string, stderr: string) => boolean) => {
    const endMs = Date.now() + WAIT_MS_MAX;
    while (!isSo(stdout, stderr)) {
      if (Date.now() > endMs) throw new Error(`it never was so:\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`);
      await new Promise<void>((resolve) => {
        heard = resolve;
        setTimeout(resolve, 100);
      });
    }
  };
  return { child, stdout: () => stdout, stderr: () => stderr, until, ended };
}

/** Runs `earshot` to its end. */
export function runCli(args: string[], url: string, environment?: Record<string, string>): RunningCli["ended"] {
  return startCli(args, url, environment).ended;
}
