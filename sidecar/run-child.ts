import { type ChildProcess, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { Socket } from "node:net";
import type { Readable } from "node:stream";
import { PassOn } from "./pass-on";
import { makePipes } from "./real-pipes";
import { RunReport } from "./run-report";
import type { SidecarSettings } from "./settings";
import { Shipping, say } from "./shipping";
import { type Forwarding, forwardSignals } from "./signals";
import type { OutputStream, WorkerRun } from "./worker-run";

/** How a child ended: by itself or by a signal. */
export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Source: POSIX shells: not found, found and not to be run. */
const NOT_FOUND: Ending = { code: 127, signal: null };
const NOT_EXECUTABLE: Ending = { code: 126, signal: null };

/** Processes that a child left behind may keep its output open: so long they are listened to. */
const LINGER_MS = 1_000;

/**
 * Runs a command as if it ran by itself: same arguments, environment, folder and standard input, output passed on unchanged; ships
 * what it prints. Whatever happens to the server or the spool, the command runs.
 */
export async function runChild(settings: SidecarSettings, command: string[]): Promise<Ending> {
  let report: RunReport | null = null;
  const signals = forwardSignals((signal, kills) => report?.onSignal(signal, kills));
  const shipping = Shipping.start(settings);
  if (!shipping) return ended(start(command, "inherit"), signals);

  const pipes = await makePipes();
  const child = start(command, pipes ? [pipes.stdout.writeFd, pipes.stderr.writeFd] : ["pipe", "pipe"]);
  for (const fd of pipes ? [pipes.stdout.writeFd, pipes.stderr.writeFd] : []) closeSync(fd);
  const ending = ended(child, signals);
  report = await RunReport.begin({ shipping, settings, command, pid: child.pid ?? null }).catch((error: Error) => {
    if (settings.verbose) say(`nothing is sent: ${error.message}`);
    return null;
  });
  const { run } = report ?? { run: null };
  const outputs = [
    watch("stdout", pipes ? reader(pipes.stdout.readFd) : child.stdout, run),
    watch("stderr", pipes ? reader(pipes.stderr.readFd) : child.stderr, run),
  ];
  const how = await ending;
  await within(LINGER_MS, Promise.all(outputs.map(({ ended }) => ended)));
  report?.end(how);
  // What the child could not write for a slow reader, it would have waited for as well: but not for ever.
  const passedOn = within(settings.flushMs, Promise.all(outputs.map(({ passOn }) => passOn.drained())));
  await Promise.all([shipping.end(), passedOn]);
  signals.stop();
  return how;
}

type OutputStdio = "inherit" | ["pipe", "pipe"] | [number, number];

function start([file = "", ...args]: string[], output: OutputStdio): ChildProcess {
  return spawn(file, args, { stdio: output === "inherit" ? "inherit" : ["inherit", ...output] });
}

function ended(child: ChildProcess, signals: Forwarding): Promise<Ending> {
  return new Promise((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      if (child.pid !== undefined) return;
      say(`${child.spawnfile} cannot be run: ${error.code ?? error.message}`);
      resolve(error.code === "ENOENT" ? NOT_FOUND : NOT_EXECUTABLE);
    });
    child.once("exit", (code, signal) => resolve({ code, signal }));
    signals.to(child);
  });
}

function reader(fd: number): Readable {
  return new Socket({ fd, readable: true, writable: false });
}

function watch(stream: OutputStream, source: Readable | null, run: WorkerRun | null) {
  const passOn = new PassOn(stream === "stdout" ? 1 : 2);
  const ended = new Promise<void>((resolve) => {
    if (!source) return resolve();
    source.once("end", resolve).once("error", () => resolve());
    source.on("data", (chunk: Buffer) => {
      // First put down, then passed on: what a reader of the container's output saw is never missing, whoever is killed when.
      run?.take(stream, chunk, Date.now());
      if (passOn.write(chunk)) return;
      source.pause();
      void passOn.drained().then(() => source.resume());
    });
  });
  return { passOn, ended };
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    work,
    new Promise((resolve) => {
      timer = setTimeout(resolve, ms);
    }),
  ]);
  clearTimeout(timer);
}
