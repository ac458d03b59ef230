import type { Worker, WorkerState } from "@/lib/model/workers";

/** The sidecar says something at least every 30 s (lines, or that it is there): three times missed. */
export const SIDECAR_LOST_MS = 90_000;
/** Other shippers send only what was printed, and an idle agent prints nothing for long. */
const OTHERS_LOST_MS = 3_600_000;
/** An agent that has not registered by then is one that never will: it is no LiveKit agent, or prints nothing of it. */
const STARTING_MS_MAX = 60_000;

/** What the state of a worker is worked out from, as it is stored. */
export interface WorkerSigns {
  state: WorkerState;
  sender: Worker["sender"];
  livekitId: string | null;
  startedAt: Date;
  lastSeenAt: Date;
}

/** The state of a worker now: what was stored, unless it fell silent since, or has been starting for too long. Pure. */
export function toWorkerState(signs: WorkerSigns, nowMs: number): WorkerState {
  const { state, sender, livekitId, startedAt, lastSeenAt } = signs;
  if (state === "exited" || state === "crashed") return state;
  const lostMs = sender === "sidecar" ? SIDECAR_LOST_MS : OTHERS_LOST_MS;
  if (nowMs - lastSeenAt.getTime() > lostMs) return "lost";
  if (state !== "starting") return state;
  return livekitId !== null || nowMs - startedAt.getTime() > STARTING_MS_MAX ? "running" : "starting";
}

/** True for a worker that may take or finish jobs. */
export function isActive(state: WorkerState): boolean {
  return state === "starting" || state === "running" || state === "draining";
}

/** Lines of the newest minute and of the one before, as they are counted at intake. */
export interface RecentLines {
  minute: Date | null;
  count: number;
  countBefore: number;
}

const MINUTE_MS = 60_000;

/**
 * Lines a second over the last minute: the minute that goes on counts whole, the one before by its share that is not older than
 * a minute. 0 when nothing came since.
 */
export function toLinesPerSecond({ minute, count, countBefore }: RecentLines, nowMs: number): number {
  if (minute === null) return 0;
  // The clock that counted may be ahead of this one by a little.
  const minutes = Math.max(0, nowMs - minute.getTime()) / MINUTE_MS;
  const lines = minutes < 1 ? count + countBefore * (1 - minutes) : count * Math.max(0, 2 - minutes);
  return lines / 60;
}
