import { type ChildProcess, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { Socket, type SocketConstructorOpts } from "node:net";
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

/** As much as a pipe of Linux holds. */
const READ_BYTES = 64 * 1024;
/**
 * After a few lines the next look waits: to be woken for each line costs more than the line (at 100 lines/s 4.2 % of a core with 20 ms,
 * 2.3 with 60, 1.9 with 100). Where more comes, there is no rest.
 */
const REST_MS = 100;
const SMALL_BYTES = 4 * 1024;

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
    watch("stdout", pipes ? pipes.stdout.readFd : child.stdout, run),
    watch("stderr", pipes ? pipes.stderr.readFd : child.stderr, run),
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

/** Reads into one buffer again and again: what Node makes for every read costs more than all else here. */
function watch(stream: OutputStream, source: number | Readable | null, run: WorkerRun | null) {
  const passOn = new PassOn(stream === "stdout" ? 1 : 2);
  const take = (chunk: Buffer) => {
    // First put down, then passed on: what a reader of the container's output saw is never missing, whoever is killed when.
    run?.take(stream, chunk, Date.now());
    return passOn.write(chunk);
  };
  const input = typeof source === "number" ? readPipe(source, take) : source;
  const ended = new Promise<void>((resolve) => {
    if (!input) return resolve();
    input.once("end", resolve).once("error", () => resolve());
    if (typeof source === "number") input.resume();
    else input.on("data", (chunk: Buffer) => take(chunk) || waitFor(passOn, input));
  });
  return { passOn, ended };

  function readPipe(fd: number, onChunk: (chunk: Buffer) => boolean): Readable {
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    const callback = (length: number) => {
      if (!onChunk(buffer.subarray(0, length))) return waitFor(passOn, socket);
      if (length >= SMALL_BYTES) return true;
      setTimeout(() => socket.resume(), REST_MS);
      return false;
    };
    const options = { fd, readable: true, writable: false, onread: { buffer, callback } };
    const socket: Readable = new Socket(options as SocketConstructorOpts);
    return socket;
  }
}

/** False, so that the reader stops until it is resumed. */
function waitFor(passOn: PassOn, input: Readable): boolean {
  input.pause();
  void passOn.drained().then(() => input.resume());
  return false;
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
