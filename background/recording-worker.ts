import { parentPort } from "node:worker_threads";
import { packPeaks } from "@/lib/audio/peaks";
import { readSound } from "@/lib/audio/read-sound";
import { packActivity } from "@/lib/audio/recorded-activity";

/** What this thread is told: the next piece of the file, or null at its end. */
export type ToWorker = Uint8Array | null;

/** What it says: that it wants the next piece, what it found out, or why the file cannot be read. */
export type FromWorker =
  | { kind: "next" }
  | { kind: "done"; durationMs: number; peaks: Uint8Array; activity: Uint8Array }
  | { kind: "failed"; reason: string };

const port = parentPort;
if (!port) throw new Error("recording-worker runs as a worker thread");
const say = (message: FromWorker) => port.postMessage(message);

/** The pieces as they are sent; each is asked for, so the file is never in memory as a whole. */
async function* pieces(): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = new Promise<ToWorker>((resolve) => port?.once("message", resolve));
    say({ kind: "next" });
    const bytes = await piece;
    if (bytes === null) return;
    yield bytes;
  }
}

try {
  const { peaks, activity, durationMs } = await readSound(pieces());
  say({ kind: "done", durationMs, peaks: packPeaks(peaks), activity: packActivity(activity) });
} catch (error) {
  say({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
}
port.close();
