import type { Line } from "@/lib/model/lines";
import type { WorkerState } from "@/lib/model/workers";

/** What is known of a job from the output of the worker that took it. */
export interface JobSigns {
  jobId: string;
  /** By it a job's lines are known where many jobs share one process. */
  roomName: string | null;
  /** The job's own lines, and those of its worker that name no job, in the order of time. */
  lines: readonly Pick<Line, "message" | "exception" | "sessionId" | "fields">[];
  /** The worker's state now, and how its process ended. */
  worker: { state: WorkerState; exitCode: number | null; exitSignal: string | null };
  /** From the job's first line to the end of its worker, or to when that was last heard of. */
  workerLeftMs: number;
}

interface FailureSign {
  /** Of the message. */
  words: RegExp;
  /** Goes on after "This job failed before its session began: ". */
  reason: (match: RegExpMatchArray, exception: string | null) => string;
  /** Said by the worker itself, whose line may name the job only in its text, or not at all. */
  isOfWorker?: boolean;
}

/**
 * What both SDKs print when a job goes wrong; the first one that fits tells the most.
 * Sources: Python ipc/job_proc_lazy_main.py, ipc/supervised_proc.py, ipc/proc_pool.py, worker.py; Node ipc/job_proc_lazy_main.ts,
 * ipc/supervised_proc.ts, worker.ts.
 */
const FAILURES: readonly FailureSign[] = [
  {
    words: /^(?:unhandled exception while running the job task|error in entry function)/,
    reason: (_, exception) => `its entrypoint raised an exception${lastLine(exception)}`,
  },
  {
    words: /process exceeded memory limit/,
    reason: () => "its process used more memory than it may, and was killed",
  },
  {
    words: /^(?:process is unresponsive, killing process|job is unresponsive)/,
    reason: () => "its process no longer answered, and was killed",
  },
  {
    words: /^process exited with non-zero exit code (-?\d+)/,
    reason: ([, code]) => `its process ended with ${exitWords(Number(code))}`,
  },
  {
    words: /^job process exited unexpectedly/,
    reason: () => "its process ended unexpectedly",
  },
  {
    words: /^failed to (?:acquire process for job|launch job on process) after/,
    reason: () => "no process could be started for it",
    isOfWorker: true,
  },
  {
    words: /^error launching job/,
    reason: (_, exception) => `it could not be launched${lastLine(exception)}`,
    isOfWorker: true,
  },
  {
    words: /^job_?request_?func? ?failed/i,
    reason: (_, exception) => `the function that takes or refuses jobs raised an exception${lastLine(exception)}`,
    isOfWorker: true,
  },
  {
    words: /^assignment for job (\S+) timed out/,
    reason: () => "the worker accepted it, and LiveKit did not assign it in time",
    isOfWorker: true,
  },
  {
    words: /^The job task completed without establishing a connection/,
    reason: () => "its entrypoint returned without connecting to the room",
  },
];

/**
 * What is only printed by a job whose session began: then it is nobody's failed start, and where there is no session, the agent
 * recorded none. Sources: Python voice/room_io/room_io.py, voice/agent_session.py; Node voice/agent_session.ts, voice/agent_activity.ts.
 */
const BEGAN =
  /^(?:RoomIO linked to participant|closing agent session due to|AgentSession closed|AgentSession\.(?:a?close)\(\) timed out|Creating speech handle|Session report uploaded)/;

/** A job that its worker outlived by more is not beginning any more: where nothing of it came, it was not recorded. */
const BEGINNING_MS_MAX = 60_000;

/** The job says good-bye: how it went, the lines before tell. Sources: Python ipc/supervised_proc.py, ipc/job_proc_lazy_main.py; Node ipc/job_proc_lazy_main.ts. */
const ENDED = /^(?:process exiting|job exiting|shutting down job task|Job process shutdown)/;

/**
 * Why a job failed before its session began, in words that go on after a colon; null for one that did not, or of which nothing tells
 * that it did. A job that is still going on may fail later.
 */
export function toJobFailure({ jobId, roomName, lines, worker, workerLeftMs }: JobSigns): string | null {
  const isOwn = ({ sessionId, fields }: JobSigns["lines"][number]) =>
    sessionId === jobId || (sessionId === null && roomName !== null && fields.room === roomName);
  if (lines.some((line) => isOwn(line) && BEGAN.test(line.message))) return null;
  for (const { words, reason, isOfWorker } of FAILURES) {
    for (const line of lines) {
      const match = line.message.match(words);
      if (match && (isOwn(line) || (isOfWorker && isAbout(line.message, jobId)))) return reason(match, line.exception);
    }
  }
  if (workerLeftMs > BEGINNING_MS_MAX || lines.some((line) => isOwn(line) && ENDED.test(line.message))) return null;
  if (worker.state === "crashed") return `its worker ended with ${exitOf(worker)} while the job began`;
  return worker.state === "lost" ? "its worker fell silent while the job began" : null;
}

/** A line that names a job in its text is about that one. */
function isAbout(message: string, jobId: string): boolean {
  const named = /\bAJ_\w+/.exec(message)?.[0];
  return named === undefined || named === jobId;
}

function exitOf({ exitCode, exitSignal }: JobSigns["worker"]): string {
  if (exitSignal !== null) return `the signal ${exitSignal}`;
  return exitCode === null ? "an error" : exitWords(exitCode);
}

/** Python says a signal as a negative exit code. Source: Python, subprocess.Popen.returncode. */
function exitWords(code: number): string {
  if (code >= 0) return `exit code ${code}`;
  return `signal ${-code}${SIGNALS[-code] ? ` (${SIGNALS[-code]})` : ""}`;
}

/** Those that end processes. Source: signal(7). */
const SIGNALS: Record<number, string> = {
  ...{ 4: "illegal instruction", 6: "aborted", 7: "bus error", 8: "arithmetic error" },
  ...{ 9: "killed, mostly for want of memory", 11: "segmentation fault", 15: "terminated" },
};

const REASON_CHARS_MAX = 500;

/** Of a traceback the last line, of a stack the first one, says what it was. */
function lastLine(exception: string | null): string {
  const lines = (exception ?? "").split("\n").filter((line) => line.trim() !== "");
  const line = lines[0]?.startsWith("Traceback") ? lines.findLast((each) => /^\S/.test(each)) : lines[0];
  return line ? `: ${line.slice(0, REASON_CHARS_MAX)}` : "";
}
