import { formatClockMs, formatMs, formatPlural } from "./format";
import type { Mark } from "./mark";
import { firstInView, levelAt, type MarkLevels } from "./mark-levels";
import { type TimeScale, toPx, windowMs } from "./time-scale";

/** A mark with its place on the plot, in pixels from the plot's left edge. */
export interface PlacedMark {
  mark: Mark;
  xPx: number;
  widthPx: number;
  /** Null where the next mark leaves no room for it. */
  label: string | null;
  /** Null where the next note leaves no room for it. */
  note: Mark["note"];
  /** How many marks stand under this one at this zoom: 1, or more when they were too close to tell apart. */
  count: number;
}

const BAR_WIDTH_PX_MIN = 3;
/** Mean advance of Inter at 10 px, measured on the tool names of the captures. */
const LABEL_CHARACTER_PX = 5.4;
const LABEL_GAP_PX = 4;

/**
 * Places the marks of one lane for a zoom: what lies outside of the window is left out, marks that would fall together are
 * merged (`mark-levels.ts`), labels are kept where they fit before the next mark, and errors come last, to be drawn on top.
 * What is open reaches to `nowMs`. The work depends on what is in view, not on how much there is.
 */
export function placeMarks(levels: MarkLevels, scale: TimeScale, nowMs = Number.POSITIVE_INFINITY): PlacedMark[] {
  const { window, widthPx } = scale;
  const level = levelAt(levels, windowMs(window) / Math.max(1, widthPx));
  const placed: PlacedMark[] = [];
  for (let at = firstInView(level, window.startMs); at < level.clusters.length; at += 1) {
    const cluster = level.clusters[at];
    if (!cluster || cluster.startMs > window.endMs) break;
    if (cluster.endMs < window.startMs) continue;
    placed.push(place(cluster.mark, cluster.startMs, cluster.endMs, scale));
    const last = placed.at(-1);
    if (last) last.count = cluster.count;
  }
  for (const mark of levels.open) {
    const endMs = Math.max(mark.startMs, Math.min(nowMs, window.endMs));
    if (mark.startMs <= window.endMs && endMs >= window.startMs) placed.push(place(mark, mark.startMs, endMs, scale));
  }
  if (levels.open.length > 0) placed.sort((a, b) => a.xPx - b.xPx);
  dropLabels(placed, widthPx);
  dropNotes(placed);
  return withErrorsLast(placed);
}

/** One mark alone, wherever it is: for the one that is selected. */
export function placeMark(mark: Mark, scale: TimeScale, nowMs = Number.POSITIVE_INFINITY): PlacedMark {
  return place(mark, mark.startMs, mark.endMs ?? Math.min(nowMs, scale.window.endMs), scale);
}

function place(mark: Mark, startMs: number, endMs: number, scale: TimeScale): PlacedMark {
  const xPx = toPx(scale, startMs);
  const widthPx = isLong(mark) ? Math.max(BAR_WIDTH_PX_MIN, toPx(scale, endMs) - xPx) : 0;
  return { mark, xPx, widthPx, label: mark.label, note: mark.note, count: 1 };
}

function isLong(mark: Mark): boolean {
  return mark.shape === "bar" || mark.shape === "gap";
}

function withErrorsLast(placed: PlacedMark[]): PlacedMark[] {
  const errors = placed.filter((one) => one.mark.isError);
  return errors.length === 0 ? placed : [...placed.filter((one) => !one.mark.isError), ...errors];
}

function dropLabels(placed: readonly PlacedMark[], widthPx: number): void {
  for (let index = 0; index < placed.length; index += 1) {
    const one = placed[index];
    if (!one || one.label === null) continue;
    const nextPx = placed[index + 1]?.xPx ?? widthPx;
    const endPx = one.xPx + one.widthPx + LABEL_GAP_PX + one.label.length * LABEL_CHARACTER_PX;
    if (one.count > 1 || endPx > nextPx) one.label = null;
  }
}

/** A note may stand over what follows, but not over the next note; where they would, none of them is written. */
function dropNotes(placed: readonly PlacedMark[]): void {
  let nextPx = Number.POSITIVE_INFINITY;
  for (let index = placed.length - 1; index >= 0; index -= 1) {
    const one = placed[index];
    if (!one?.note) continue;
    const startPx = one.xPx + one.widthPx;
    if (startPx + 3 * LABEL_GAP_PX + one.note.text.length * LABEL_CHARACTER_PX > nextPx) one.note = null;
    nextPx = startPx;
  }
}

/** What a mark says when the pointer rests on it; merged ones say how many they are. */
export interface MarkText {
  what: string;
  /** When and how long. */
  when: string;
  owner: string;
}

/** The words for a mark under the pointer; what is open lasts until `nowMs`. */
export function describeMark({ mark, count }: PlacedMark, nowMs: number): MarkText {
  const { startMs, endMs, note, owner } = mark;
  const said = note ? `${mark.what} (${note.text})` : mark.what;
  const what = count > 1 ? `${formatPlural(count, "mark")}: ${said} …` : said;
  if (!isLong(mark)) return { what, when: formatClockMs(startMs), owner };
  const until = endMs ?? nowMs;
  const length = endMs === null ? `${formatMs(until - startMs)} so far` : formatMs(until - startMs);
  return { what, when: `${formatClockMs(startMs)} – ${formatClockMs(until)} · ${length}`, owner };
}

/** Least width of a hatch that can be seen as one, and of a bar that has room for it. */
const HATCH_WIDTH_PX_MIN = 6;
const HATCHED_WIDTH_PX_MIN = 14;

/** Width in pixels of the hatched tail of an interrupted turn, from where it fell silent to its end. */
export function hatchWidthPx(placed: PlacedMark, scale: TimeScale): number {
  const { mark, widthPx } = placed;
  if (mark.cutMs === null || mark.endMs === null) return 0;
  const unheardPx = toPx(scale, mark.endMs) - toPx(scale, mark.cutMs);
  return Math.min(widthPx, Math.max(widthPx < HATCHED_WIDTH_PX_MIN ? 0 : HATCH_WIDTH_PX_MIN, unheardPx));
}
