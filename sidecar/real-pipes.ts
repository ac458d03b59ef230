import { spawn } from "node:child_process";
import { closeSync, constants, openSync, readlinkSync, readSync } from "node:fs";

/** Both ends of a pipe, as descriptors. */
export interface Pipe {
  readFd: number;
  writeFd: number;
}

/** A small text in the shell comes through a pipe; it holds them until it has read a line. */
const SCRIPT = "exec 3<<E 4<<F\n1\nE\n2\nF\necho; read line";
const ANSWER_MS_MAX = 2000;

/**
 * Pipes for the output of a child. What Node makes for `stdio: "pipe"` are sockets, and a program that opens /dev/stdout, as many
 * configurations of logs say, fails on those. Node has no call that makes a pipe, a shell does, and by /proc the ends of a pipe can
 * be opened by whoever owns its process. null where there is no shell or no /proc: then sockets must do.
 */
export async function makePipes(): Promise<{ stdout: Pipe; stderr: Pipe } | null> {
  if (process.platform !== "linux") return null;
  const shell = spawn("/bin/sh", ["-c", SCRIPT], { stdio: ["pipe", "pipe", "ignore"] });
  try {
    await new Promise<void>((resolve, reject) => {
      shell.once("error", reject);
      shell.once("exit", () => reject(new Error("the shell ended")));
      shell.stdout.once("data", () => resolve());
      setTimeout(() => reject(new Error("the shell says nothing")), ANSWER_MS_MAX).unref();
    });
    const stdout = openPipe(`/proc/${shell.pid}/fd/3`);
    const stderr = stdout && openPipe(`/proc/${shell.pid}/fd/4`);
    return stdout && stderr ? { stdout, stderr } : null;
  } catch {
    // No shell, or another that does it otherwise.
    return null;
  } finally {
    shell.stdin.on("error", () => undefined);
    shell.stdin.end();
    shell.kill("SIGKILL");
  }
}

function openPipe(path: string): Pipe | null {
  if (!readlinkSync(path).startsWith("pipe:")) return null;
  const readFd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const text = Buffer.alloc(16);
  // What the shell wrote into it: a digit and a line break.
  if (readSync(readFd, text) !== 2) {
    closeSync(readFd);
    return null;
  }
  return { readFd, writeFd: openSync(path, constants.O_WRONLY) };
}
