import { setMaxListeners } from "node:events";
import { setPriority } from "node:os";
import { config } from "@/lib/config";
import { log, startLog } from "@/lib/log";
import { tidyBuildLogs } from "./build-logs";
import { doErasure, finishSessionDeletions } from "./deletions";
import { digestDue } from "./digests";
import { forgetExpired } from "./expired";
import { findFailedJobs } from "./failed-jobs";
import { indexClosedSegment, keepLineSegments } from "./lines";
import { runLoop } from "./loop";
import { forgetAliases, makePartitions } from "./partitions";
import { deleteProjects } from "./project-deletions";
import { forgetOldReadings, readDueRecording } from "./recordings";
import { runRetention } from "./retention";

/** Work that waits for its turn is found by looking; each look is one small query. */
const DIGESTS_IDLE_MS = 250;
const RECORDINGS_IDLE_MS = 1_000;
const DELETIONS_IDLE_MS = 5_000;
const SWEEPS_IDLE_MS = 1_000;
const FAILED_JOBS_IDLE_MS = 5_000;
const BUILD_LOGS_IDLE_MS = 600_000;
/** A segment of lines may be full every few seconds. */
const SEGMENTS_IDLE_MS = 1_000;
const PARTITIONS_IDLE_MS = 3600_000;
/** A round that does not end by itself is given up; its claims are taken over by the next process. */
const STOP_MS_MAX = 20_000;

/** Of 19: gets about a third of a processor that others want as well. Who sends and who reads comes first. */
const NICENESS = 5;

startLog("background", config().logLevel);
setPriority(NICENESS);
const stopping = new AbortController();
const { signal } = stopping;
// Every loop waits for it, and no more: nothing leaks.
setMaxListeners(0, signal);

process.on("uncaughtException", (error) => {
  log.error("uncaught", { error });
  process.exit(1);
});

function stop(): void {
  if (signal.aborted) return;
  log.info("stopping");
  stopping.abort();
  setTimeout(() => process.exit(1), STOP_MS_MAX).unref();
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
// The process that started us is gone: nobody else would stop us.
process.once("disconnect", stop);

log.info("started");
process.send?.("ready");
await forgetOldReadings().catch((error: unknown) => log.error("old readings stay", { error }));
await Promise.all([
  // Two, so that one decodes while the other waits for the database.
  runLoop("digests", digestDue, { idleMs: DIGESTS_IDLE_MS, signal }),
  runLoop("digests", digestDue, { idleMs: DIGESTS_IDLE_MS, signal }),
  // Two, so that a short call does not wait for the waveform of a call of hours.
  runLoop("recordings", readDueRecording, { idleMs: RECORDINGS_IDLE_MS, signal }),
  runLoop("recordings", readDueRecording, { idleMs: RECORDINGS_IDLE_MS, signal }),
  runLoop("project deletions", deleteProjects, { idleMs: DELETIONS_IDLE_MS, signal }),
  runLoop("session deletions", finishSessionDeletions, { idleMs: SWEEPS_IDLE_MS, signal }),
  runLoop("erasures", doErasure, { idleMs: SWEEPS_IDLE_MS, signal }),
  runLoop("retention", runRetention, { idleMs: SWEEPS_IDLE_MS, signal }),
  runLoop("expired", forgetExpired, { idleMs: PARTITIONS_IDLE_MS, signal }),
  runLoop("partitions", makePartitions, { idleMs: PARTITIONS_IDLE_MS, signal }),
  runLoop("failed jobs", findFailedJobs, { idleMs: FAILED_JOBS_IDLE_MS, signal }),
  runLoop("build logs", tidyBuildLogs, { idleMs: BUILD_LOGS_IDLE_MS, signal }),
  runLoop("line segments", () => keepLineSegments(), { idleMs: SEGMENTS_IDLE_MS, signal }),
  runLoop("line indexes", () => indexClosedSegment(), { idleMs: SEGMENTS_IDLE_MS, signal }),
  runLoop("aliases", forgetAliases, { idleMs: PARTITIONS_IDLE_MS, signal }),
]);
log.info("stopped");
process.exit(0);
