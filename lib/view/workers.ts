import type { Worker, WorkerJob } from "@/lib/model/workers";
import { formatAge, formatDuration } from "./format";
import { endedText } from "./sessions";

/** A worker's state as it is drawn: shape and words besides the colour. */
export interface StateMark {
  text: string;
  tone: "ok" | "wait" | "warn" | "error" | "quiet";
  /** What it means, where the word alone does not say. */
  title: string;
}

const LOST =
  "Nothing has come from it for longer than its sender lets pass: its host is gone, or the way from there to here is cut.";

/** What a worker is doing, or how it ended. */
export function stateMark(worker: Pick<Worker, "state" | "exitCode" | "exitSignal">): StateMark {
  const { state } = worker;
  switch (state) {
    case "starting":
      return { text: "starting", tone: "wait", title: "It has not registered with LiveKit yet." };
    case "running":
      return { text: "running", tone: "ok", title: "It takes jobs." };
    case "draining":
      return { text: "draining", tone: "warn", title: "It was asked to stop, and finishes the jobs that it has." };
    case "exited":
      return { text: endText("exited", worker), tone: "quiet", title: "It ended by itself, or was asked to." };
    case "crashed":
      return { text: endText("crashed", worker), tone: "error", title: "It ended by an error or a signal." };
    case "lost":
      return { text: "lost", tone: "error", title: LOST };
    default:
      return state satisfies never;
  }
}

function endText(word: string, { exitCode, exitSignal }: Pick<Worker, "exitCode" | "exitSignal">): string {
  if (exitSignal !== null) return `${word} by ${exitSignal}`;
  return exitCode === null ? word : `${word} ${exitCode}`;
}

/** True for a worker that may take or finish jobs. */
export function isAtWork({ state }: Pick<Worker, "state">): boolean {
  return state === "starting" || state === "running" || state === "draining";
}

/** How long it has run, or did: `3:12:08`. One that is lost ran until it was last heard of. */
export function uptimeText(
  worker: Pick<Worker, "state" | "startedAt" | "endedAt" | "lastSeenAt">,
  nowMs: number,
): string {
  const end = worker.endedAt ?? (isAtWork(worker) ? null : worker.lastSeenAt);
  return formatDuration((end === null ? nowMs : Date.parse(end)) - Date.parse(worker.startedAt));
}

/** When something was last heard: `5 s ago`; a moment that is only just over is now. */
export function seenText(at: string, nowMs: number): string {
  const ageMs = nowMs - Date.parse(at);
  return ageMs < 2_000 ? "now" : `${formatAge(ageMs)} ago`;
}

/**
 * Those at work first, the youngest on top, then the others by their end. By what does not change from one answer to the next, so
 * that no row moves unless something happened.
 */
export function orderWorkers(workers: readonly Worker[]): Worker[] {
  const end = (worker: Worker) => worker.endedAt ?? worker.lastSeenAt;
  return [...workers].sort((a, b) => {
    if (isAtWork(a) !== isAtWork(b)) return isAtWork(a) ? -1 : 1;
    const [one, other] = isAtWork(a) ? [a.startedAt, b.startedAt] : [end(a), end(b)];
    return other.localeCompare(one) || a.id.localeCompare(b.id);
  });
}

/** How a job ended, as sessions say it; of one without a session only the worker's output tells. */
export function jobResult(job: Pick<WorkerJob, "state" | "sessionId" | "closeReason">): {
  text: string;
  isTrouble: boolean;
} {
  if (job.state === "running") return { text: job.sessionId === null ? "Running" : "In call", isTrouble: false };
  if (job.sessionId !== null) return endedText({ status: job.state, closeReason: job.closeReason });
  return job.state === "failed"
    ? { text: "Failed, by its lines", isTrouble: true }
    : { text: "Ended, not recorded", isTrouble: false };
}

/** The search that finds a worker's lines, for the screen of logs. */
export function workerLogsPath(project: string, worker: string): string {
  return `/p/${encodeURIComponent(project)}/logs?${new URLSearchParams({ q: `worker:${quoted(worker)}`, range: "24h" })}`;
}

/** The same for all that an agent prints. */
export function agentLogsPath(project: string, agent: string): string {
  return `/p/${encodeURIComponent(project)}/logs?${new URLSearchParams({ q: `agent:${quoted(agent)}`, range: "24h" })}`;
}

/** What is no plain word stands in quotes. */
function quoted(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `"${text.replaceAll('"', "")}"`;
}
