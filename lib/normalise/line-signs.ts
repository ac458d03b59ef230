import type { LineJob, ParsedLine, WorkerSign } from "@/lib/model/lines";
import type { EventRecord } from "@/lib/wire/lines/batch";

/**
 * What SDKs print about their jobs and workers, by the beginning of the message. Sources: captures `worker.log`;
 * py `ipc/job_proc_lazy_main.py`, `ipc/supervised_proc.py`, `ipc/proc_pool.py`, `worker.py`; js `ipc/job_proc_lazy_main.ts`,
 * `worker.ts`.
 */
const RUNNING = ["received job request", "received assignment"];
const ENDED = [
  "process exiting",
  "job exiting",
  "shutting down job task",
  "AgentSession closed",
  "Job process shutdown",
];
const FAILED = [
  "unhandled exception while running the job task",
  "error in entry function",
  "process exited with non-zero exit code",
  "job process exited unexpectedly",
  "failed to launch job on process after",
  "failed to acquire process for job after",
  "error launching job",
  "job_request_fnc failed",
  "jobRequestFunc failed",
  "process is unresponsive, killing process",
  "job process exceeded memory limit, killing it",
];
/** Python says why: `shutting down job task {"reason": "job crashed"}`. */
const CRASHED_REASON = "job crashed";
/** The id stands in the words only: `assignment for job AJ_… timed out`. Both SDKs. */
const ASSIGNMENT_LOST = /^assignment for job (\S{1,200}) timed out/;
/** The field that names the job where no field says so. Source: js `worker.ts`, `error launching job`. */
const REQUEST_ID = "requestId";
const JOB_ID = /^AJ_\w{1,100}$/;

const WORKER_STATES: readonly (readonly [string, NonNullable<WorkerSign["state"]>])[] = [
  ["registered worker", "running"],
  ["draining worker", "draining"],
  ["shutting down worker", "draining"],
];

const ERROR_LENGTH_MAX = 500;

/** The job that a line belongs to, and what it tells of it; null when it names none. */
export function toLineJob(parsed: ParsedLine): { jobId: string; job: LineJob } | null {
  const { message, roomId, roomName, level } = parsed;
  const lost = ASSIGNMENT_LOST.exec(message)?.[1];
  const jobId = parsed.jobId ?? lost ?? requestedJob(parsed);
  if (jobId === null) return null;
  const isError = level === "error" || level === "fatal";
  const state = lost === undefined ? jobState(parsed) : "failed";
  // "process exiting", of a job that crashed, says less than the error before it.
  const isReason = isError || (state === "failed" && !ENDED.some((words) => message.startsWith(words)));
  return { jobId, job: { roomId, roomName, state, error: isReason ? reasonOf(parsed) : null } };
}

/** Where a traceback says at its end what happened; other stacks begin with it. */
const PYTHON_TRACEBACK = /^Traceback \(most recent call last\):/m;

/** The message, and what was raised: `unhandled exception while running the job task: RuntimeError: no database`. */
function reasonOf({ message, exception }: ParsedLine): string {
  const lines = exception?.trim().split("\n") ?? [];
  const raised = (PYTHON_TRACEBACK.test(exception ?? "") ? lines.at(-1) : lines[0])?.trim();
  const words = raised && !message.includes(raised) ? `${message}: ${raised}` : message;
  return words.slice(0, ERROR_LENGTH_MAX);
}

function requestedJob({ fields }: ParsedLine): string | null {
  const id = fields[REQUEST_ID];
  return typeof id === "string" && JOB_ID.test(id) ? id : null;
}

function jobState({ message, fields }: ParsedLine): LineJob["state"] {
  const begins = (words: string) => message.startsWith(words);
  if (FAILED.some(begins)) return "failed";
  if (ENDED.some(begins)) return fields.reason === CRASHED_REASON ? "failed" : "ended";
  return RUNNING.some(begins) ? "running" : null;
}

/** What a line of the process tells of the worker; null for most. */
export function toWorkerSign({ message, livekitWorkerId }: ParsedLine): WorkerSign | null {
  if (livekitWorkerId === null && !message.endsWith(" worker")) return null;
  const state = WORKER_STATES.find(([words]) => message === words)?.[1] ?? null;
  return state === null && livekitWorkerId === null
    ? null
    : { state, livekitId: livekitWorkerId, exitCode: null, exitSignal: null };
}

/** Signals that ask a process to stop, and the codes that shells and Python make of an exit by them: no crash. */
const ASKED_SIGNALS: readonly string[] = ["SIGTERM", "SIGINT", "SIGHUP"];
const ASKED_CODES: readonly number[] = [143, 130, 129];

/** What an event of the sidecar tells of the worker. One that ended by any other signal, or with a code other than 0, crashed. */
export function toEventSign(event: EventRecord): WorkerSign | null {
  const nothing = { livekitId: null, exitCode: null, exitSignal: null };
  if (event.event === "draining") return { ...nothing, state: "draining" };
  if (event.event !== "exited") return null;
  const { code = null, signal = null } = event;
  const isAsked = (signal !== null && ASKED_SIGNALS.includes(signal)) || (code !== null && ASKED_CODES.includes(code));
  const isCrash = signal !== null || (code !== null && code !== 0);
  return { ...nothing, state: isCrash && !isAsked ? "crashed" : "exited", exitCode: code, exitSignal: signal };
}
