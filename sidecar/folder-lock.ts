import { closeSync, openSync, rmSync, statSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";

/**
 * Tells whether the process that owns a folder lives: it listens at a socket in it. A process number would not do, every container
 * begins at 1 again; and the kernel closes a socket whatever way its owner ends.
 */
const NAME = "lock";
/** Where the file system has no sockets: a folder that nobody wrote to for so long is nobody's. */
const SILENT_MS = 60_000;

/** Takes the folder for this process, until it ends. null where the file system has no sockets. */
export async function lockFolder(folder: string): Promise<Server | null> {
  rmSync(join(folder, NAME), { force: true });
  const server = createServer((socket) => socket.destroy());
  server.unref();
  const isListening = await viaDescriptor(folder, (path) => {
    server.listen(path);
    return settled(server, "listening");
  });
  return isListening ? server : null;
}

export async function isLocked(folder: string): Promise<boolean> {
  const code = await viaDescriptor(folder, async (path) => {
    const socket = connect(path);
    const result = await new Promise<string>((resolve) => {
      socket.once("connect", () => resolve("connected"));
      socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""));
    });
    socket.destroy();
    return result;
  });
  if (code === "ECONNREFUSED") return false;
  return code === "connected" || Date.now() - statSync(folder).mtimeMs < SILENT_MS;
}

/** The path of a socket may have 107 bytes; by its folder's descriptor it is short. */
async function viaDescriptor<T>(folder: string, work: (path: string) => Promise<T>): Promise<T> {
  if (process.platform !== "linux") return work(join(folder, NAME));
  const fd = openSync(folder, "r");
  try {
    return await work(`/proc/self/fd/${fd}/${NAME}`);
  } finally {
    closeSync(fd);
  }
}

function settled(server: Server, event: string): Promise<boolean> {
  return new Promise((resolve) => {
    server.once(event, () => resolve(true));
    server.once("error", () => resolve(false));
  });
}
