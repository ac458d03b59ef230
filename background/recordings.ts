import type { Readable } from "node:stream";
import { Worker } from "node:worker_threads";
import { allScopes } from "@/lib/access/scopes";
import { ACTIVITY_VERSION } from "@/lib/audio/recorded-activity";
import { log } from "@/lib/log";
import type { ProjectScope } from "@/lib/model/scope";
import { openRecordingFile } from "@/lib/query/recording-file";
import { saveRecordingPeaks } from "@/lib/store/peaks";
import {
  type ClaimedRecording,
  claimRecordings,
  deleteOldActivity,
  renewRecordingClaim,
  saveRecordingFacts,
  saveRecordingFailure,
} from "@/lib/store/recordings";
import type { FromWorker, ToWorker } from "./recording-worker";

/** A third of the time after which a claim counts as that of a dead process (`store/recordings.ts`). */
const RENEW_MS = 20_000;

/** Reads one new recording, if there is any: its true length, the peaks that the screen draws, and who is heard when. */
export async function readDueRecording(): Promise<{ isMore: boolean }> {
  const [claimed] = await claimRecordings(1, new Date());
  if (!claimed) return { isMore: false };
  const scope = (await allScopes()).find(({ projectId }) => projectId === claimed.projectId);
  if (scope) await readRecording(scope, claimed);
  return { isMore: true };
}

/** Has every recording read again that was read by a version of Earshot which found other things in it. */
export async function forgetOldReadings(): Promise<void> {
  const count = await deleteOldActivity(ACTIVITY_VERSION);
  if (count > 0) log.info("recordings will be read anew", { recordings: count });
}

async function readRecording(scope: ProjectScope, claimed: ClaimedRecording): Promise<void> {
  const startMs = performance.now();
  const about = { project: scope.projectId, session: claimed.sessionId };
  const renewing = setInterval(() => {
    // A renewal that fails costs at most that another process reads the same file.
    renewRecordingClaim(scope, claimed, new Date()).catch(() => undefined);
  }, RENEW_MS);
  try {
    const { durationMs, peaks, activity } = await decode(await openRecordingFile(scope, claimed));
    const peaksBlobKey = await saveRecordingPeaks(scope, claimed, peaks);
    await saveRecordingFacts(scope, claimed, { durationMs, peaksBlobKey, activity });
    log.info("recording read", { ...about, durationMs, ms: Math.round(performance.now() - startMs) });
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    log.warn("recording not read", { ...about, blob: claimed.blobKey, error });
    await saveRecordingFailure(scope, claimed, failure);
  } finally {
    clearInterval(renewing);
  }
}

/** Decodes in a thread of its own: a long call takes seconds of CPU, and digests must go on meanwhile. */
async function decode(file: Readable): Promise<{ durationMs: number; peaks: Uint8Array; activity: Uint8Array }> {
  const worker = new Worker(new URL("./recording-worker.js", import.meta.url));
  const pieces = file[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    return await new Promise((resolve, reject) => {
      worker.once("error", reject);
      worker.once("exit", (code) => reject(new Error(`The decoding thread ended with ${code} and no answer.`)));
      worker.on("message", (message: FromWorker) => {
        if (message.kind === "next") sendNext(worker, pieces).catch(reject);
        else if (message.kind === "done") resolve(message);
        else reject(new Error(message.reason));
      });
    });
  } finally {
    file.destroy();
    await worker.terminate();
  }
}

async function sendNext(worker: Worker, pieces: AsyncIterator<Buffer>): Promise<void> {
  const piece = await pieces.next();
  const message: ToWorker = piece.done ? null : piece.value;
  worker.postMessage(message);
}
