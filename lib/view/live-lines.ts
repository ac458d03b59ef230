import type { Line } from "@/lib/model/lines";
import { type LeftOut, LINES_MAX, mergeLines } from "./line-list";

/** What a live view holds. While it is paused, nothing that is shown moves: what comes waits in `held`. */
export interface LiveLines {
  shown: readonly Line[];
  held: readonly Line[];
  leftOut: readonly LeftOut[];
  isPaused: boolean;
  /** Lines that were shown or waited, and had to go for newer ones. */
  forgottenCount: number;
}

export const NO_LIVE_LINES: LiveLines = { shown: [], held: [], leftOut: [], isPaused: false, forgottenCount: 0 };

/** Lines came. */
export function withLines(live: LiveLines, lines: readonly Line[]): LiveLines {
  if (lines.length === 0) return live;
  return live.isPaused
    ? bounded({ ...live, held: mergeLines(live.held, fresh(live.shown, lines)) })
    : bounded({ ...live, shown: mergeLines(live.shown, lines) });
}

/** The server left lines out after the last one that came. */
export function withLeftOut(live: LiveLines, count: number, nowMs: number): LiveLines {
  const last = live.held.at(-1) ?? live.shown.at(-1);
  const atMs = last ? Date.parse(last.at) + 0.5 : nowMs;
  const before = live.leftOut.at(-1);
  // One place, although it was told in several steps.
  if (before && before.atMs === atMs) {
    const sum = { ...before, count: before.count + count };
    return { ...live, leftOut: [...live.leftOut.slice(0, -1), sum] };
  }
  const id = `left-out-${live.leftOut.length}-${atMs}`;
  return { ...live, leftOut: [...live.leftOut, { id, atMs, count }] };
}

/** Holds what comes, or shows what was held. */
export function withPause(live: LiveLines, isPaused: boolean): LiveLines {
  if (isPaused === live.isPaused) return live;
  if (isPaused) return { ...live, isPaused };
  return bounded({ ...live, isPaused, shown: mergeLines(live.shown, live.held), held: [] });
}

/** A line that came twice (a reconnect without cursor) is not new. */
function fresh(shown: readonly Line[], lines: readonly Line[]): Line[] {
  const known = new Set(shown.slice(-2 * lines.length - 1000).map(({ id }) => id));
  return lines.filter(({ id }) => !known.has(id));
}

function bounded(live: LiveLines): LiveLines {
  const shown = live.shown.slice(-LINES_MAX);
  const held = live.held.slice(-LINES_MAX);
  const gone = live.shown.length - shown.length + live.held.length - held.length;
  if (gone === 0) return live;
  const firstMs = Date.parse(shown[0]?.at ?? held[0]?.at ?? "");
  const leftOut = live.leftOut.filter(({ atMs }) => atMs >= firstMs);
  return { ...live, shown, held, leftOut, forgottenCount: live.forgottenCount + gone };
}
