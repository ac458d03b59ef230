import { parentPort, workerData } from "node:worker_threads";
import { type SessionToWrite, toSessionFiles } from "./session-files";

// A program of its own (dist/zip-worker.js), which `session-files.ts` runs as a thread. null: the entries make no session.

try {
  parentPort?.postMessage(toSessionFiles(workerData as SessionToWrite));
} catch (error) {
  if (!(error instanceof Error) || error.name !== "AppError") throw error;
  parentPort?.postMessage(null);
}
