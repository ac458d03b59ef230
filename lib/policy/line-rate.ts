/** Lines are counted in windows of so many seconds: an agent that starts, or crashes, prints a burst. */
const WINDOW_S = 10;
/** Windows remembered of one worker or project: those of an outage of a day, sent when it is over, in any order. */
const WINDOWS_MAX = 10_000;
/** Workers remembered by this process. */
const COUNTERS_MAX = 20_000;

export interface LineRates {
  linesPerWorkerSecondMax: number;
  linesPerProjectSecondMax: number;
}

/** Why a line is too many. */
export type LineExcess = "worker" | "project";

type Windows = Map<number, number>;

const counters = new Map<string, Windows>();

/**
 * Counts a line and says whether it is too many; then it is not counted. By the time that it was printed, not when it came: what a
 * sidecar sends after an outage is no flood. Each process counts for itself.
 * Units: ms since the epoch; a limit of n lines a second lets pass ten times as many in ten seconds.
 */
export function admitLine(projectId: string, worker: string, atMs: number, rates: LineRates): LineExcess | null {
  const window = Math.floor(atMs / (WINDOW_S * 1000));
  const ofWorker = windowsOf(`${projectId}/${worker}`);
  const ofProject = windowsOf(projectId);
  const workerCount = ofWorker.get(window) ?? 0;
  if (workerCount >= rates.linesPerWorkerSecondMax * WINDOW_S) return "worker";
  const projectCount = ofProject.get(window) ?? 0;
  if (projectCount >= rates.linesPerProjectSecondMax * WINDOW_S) return "project";
  setCount(ofWorker, window, workerCount + 1);
  setCount(ofProject, window, projectCount + 1);
  return null;
}

function windowsOf(key: string): Windows {
  const known = counters.get(key);
  if (known) return known;
  const oldest = counters.size >= COUNTERS_MAX ? counters.keys().next().value : undefined;
  if (oldest !== undefined) counters.delete(oldest);
  const windows: Windows = new Map();
  counters.set(key, windows);
  return windows;
}

function setCount(windows: Windows, window: number, count: number): void {
  // A Map keeps the order of insertion: the oldest go first.
  const oldest = windows.size >= WINDOWS_MAX ? windows.keys().next().value : undefined;
  if (oldest !== undefined) windows.delete(oldest);
  windows.set(window, count);
}
