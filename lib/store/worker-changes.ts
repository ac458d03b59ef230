import type { WorkerSign } from "@/lib/model/lines";
import type { NewWorker } from "@/lib/model/workers";
import type { LineTold } from "./line-pack";
import { SeenRanges } from "./seen-ranges";

/** A worker's row before a flush; nulls where there is none yet. */
export interface StoredWorker {
  id: string;
  seen: string;
  state: string;
  livekit_id: string | null;
  earlier_livekit_ids: string[];
  exit_code: number | null;
  exit_signal: string | null;
  ended_at: Date | null;
  clock_offset_ms: number | null;
}

/** A worker that loses LiveKit again and again; an hour of it, once a minute. */
const EARLIER_IDS_MAX = 60;

type State = "starting" | NonNullable<WorkerSign["state"]>;

/** How far a run is; it never goes back. */
const RANK: Record<State, number> = { starting: 0, running: 1, draining: 2, exited: 3, crashed: 3 };

/** A request that waited on its way looks like a clock that is behind: of such a one only this share is believed at once. */
const LATE_SHARE = 0.1;

const ERROR_LEVELS: readonly (string | null)[] = ["error", "fatal"];

/** What the lines of a flush change in the row of one worker. */
export class WorkerChange {
  readonly id: string;
  readonly seen: SeenRanges;
  told: NewWorker;
  lineCount = 0;
  droppedCount = 0;
  lastLineAtMs: number | null = null;
  state: State;
  livekitId: string | null;
  /** Those before it, the latest first: sessions name the id that their worker had then. */
  earlierLivekitIds: string[];
  exitCode: number | null;
  exitSignal: string | null;
  endedAtMs: number | null;
  clockOffsetMs: number | null;
  /** Its end came with this flush. */
  hasEnded = false;

  constructor(told: NewWorker, stored: StoredWorker | null) {
    this.id = told.id;
    this.told = told;
    this.seen = new SeenRanges(stored?.seen ?? "");
    this.state = isState(stored?.state) ? stored.state : "starting";
    this.livekitId = stored?.livekit_id ?? null;
    this.earlierLivekitIds = stored?.earlier_livekit_ids ?? [];
    this.exitCode = stored?.exit_code ?? null;
    this.exitSignal = stored?.exit_signal ?? null;
    this.endedAtMs = stored?.ended_at?.getTime() ?? null;
    this.clockOffsetMs = stored?.clock_offset_ms ?? null;
  }

  /** What a request says of it; a later request says what counts. */
  tell(told: NewWorker): void {
    this.told = told;
    const measured = told.clockOffsetMs;
    if (measured === null) return;
    const known = this.clockOffsetMs;
    const isLate = known !== null && measured < known;
    this.clockOffsetMs = isLate ? known + (measured - known) * LATE_SHARE : measured;
  }

  add(line: LineTold): void {
    if (line.stream !== "system") this.lineCount += 1;
    this.droppedCount += line.dropped ?? 0;
    if (this.lastLineAtMs === null || line.atMs > this.lastLineAtMs) this.lastLineAtMs = line.atMs;
    if (line.sign) this.#heed(line.sign, line.atMs);
    if (line.job && this.state === "starting") this.state = "running";
  }

  #heed(sign: WorkerSign, atMs: number): void {
    if (sign.livekitId !== null) this.#register(sign.livekitId);
    if (sign.state === null) return;
    // Another sender's id may outlive the process: a worker that registers runs, whatever was before.
    const beginsAnew = this.told.sender !== "sidecar" && sign.state === "running";
    if (!beginsAnew && RANK[sign.state] <= RANK[this.state]) return;
    this.state = sign.state;
    if (RANK[sign.state] < RANK.exited) return;
    this.hasEnded = true;
    this.endedAtMs = atMs;
    this.exitCode = sign.exitCode;
    this.exitSignal = sign.exitSignal;
  }

  #register(id: string): void {
    const before = this.livekitId === null ? this.earlierLivekitIds : [this.livekitId, ...this.earlierLivekitIds];
    this.earlierLivekitIds = before.filter((one) => one !== id).slice(0, EARLIER_IDS_MAX);
    this.livekitId = id;
  }
}

function isState(state: string | undefined): state is State {
  return state !== undefined && state in RANK;
}

/** What the lines of a flush tell of one job on one worker. */
export interface JobChange {
  worker: string;
  jobId: string;
  roomId: string | null;
  roomName: string | null;
  firstAtMs: number;
  lastAtMs: number;
  errorCount: number;
  lastError: string | null;
  state: "running" | "ended" | "failed";
}

/** Adds a line to what is known of its job; lines that belong to none change nothing. */
export function addToJobs(jobs: Map<string, JobChange>, line: LineTold): void {
  const { job, sessionId, worker, atMs } = line;
  if (!job || sessionId === null) return;
  const key = `${worker}/${sessionId}`;
  const isError = ERROR_LEVELS.includes(line.level);
  const known = jobs.get(key);
  if (!known) {
    const { roomId, roomName, error } = job;
    const state = job.state ?? "running";
    const counts = { firstAtMs: atMs, lastAtMs: atMs, errorCount: isError ? 1 : 0, lastError: error };
    jobs.set(key, { worker, jobId: sessionId, roomId, roomName, ...counts, state });
    return;
  }
  known.roomId = job.roomId ?? known.roomId;
  known.roomName = job.roomName ?? known.roomName;
  known.firstAtMs = Math.min(known.firstAtMs, atMs);
  known.lastAtMs = Math.max(known.lastAtMs, atMs);
  if (isError) known.errorCount += 1;
  known.lastError = job.error ?? known.lastError;
  // Failed stays failed: what follows a crash is its clearing up.
  if (job.state === "failed" || (job.state === "ended" && known.state === "running")) known.state = job.state;
}
