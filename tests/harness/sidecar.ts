import { type ChildProcess, spawn } from "node:child_process";

/** The command line as it was built. */
const CLI = "dist/cli.js";

/** A sidecar around a child: what of its output came through, and how it ended. */
export interface Sidecar {
  process: ChildProcess;
  /** What it passed on so far. */
  stdout(): Buffer;
  stderr(): Buffer;
  /** Resolves when it has ended and its output is read. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

export interface SidecarOptions {
  url: string;
  key: string;
  spool: string;
  agent: string;
  flags?: string[];
  /** Environment beside ours. */
  environment?: Record<string, string>;
}

/** `earshot run … -- command`. */
export function runSidecar(options: SidecarOptions, command: string[]): Sidecar {
  return startSidecar(["run", ...flagsOf(options), "--", ...command], options.environment);
}

/** `earshot tail …` or any other, with the flags of `options`. */
export function startWith(name: string, options: SidecarOptions, rest: string[]): Sidecar {
  return startSidecar([name, ...flagsOf(options), ...rest], options.environment);
}

function flagsOf({ url, key, spool, agent, flags }: SidecarOptions): string[] {
  return ["--url", url, "--key", key, "--spool", spool, "--agent", agent, "--flush-seconds", "20", ...(flags ?? [])];
}

function startSidecar(args: string[], environment: Record<string, string> = {}): Sidecar {
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...environment },
  });
  const chunks: Record<"stdout" | "stderr", Buffer[]> = { stdout: [], stderr: [] };
  child.stdout.on("data", (chunk: Buffer) => chunks.stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.stderr.push(chunk));
  return {
    process: child,
    stdout: () => Buffer.concat(chunks.stdout),
    stderr: () => Buffer.concat(chunks.stderr),
    ended: new Promise((resolve) => child.once("close", (code, signal) => resolve({ code, signal }))),
  };
}
