import { formatPlural } from "./format";
import type { Mark } from "./lanes";
import { type TimeScale, toPx } from "./time-scale";

/** A mark with its place on the plot, in pixels from the plot's left edge. */
export interface PlacedMark {
  mark: Mark;
  xPx: number;
  widthPx: number;
  /** Null where the next mark leaves no room for it. */
  label: string | null;
  /** How many marks stand under this one at this zoom: 1, or more when they were too close to tell apart. */
  count: number;
}

const BAR_WIDTH_PX_MIN = 3;
/** Marks whose places differ by less are drawn as one: a person could not tell them apart. */
const APART_PX_MIN = 3;
const BAR_GAP_PX_MIN = 0.5;
/** Mean advance of Inter at 10 px, measured on the tool names of the captures. */
const LABEL_CHARACTER_PX = 5.4;
const LABEL_GAP_PX = 4;

/**
 * Places the marks of one lane for a zoom: what lies outside of the window is left out, marks of one kind that would fall
 * together are merged, and labels are kept where they fit before the next mark. An error is never merged with what went
 * well, and errors come last, to be drawn on top. `marks` are in order of time. At most one mark of a kind in 3 pixels
 * comes back, so a lane of 10,000 spans stays cheap.
 */
export function placeMarks(marks: readonly Mark[], scale: TimeScale): PlacedMark[] {
  const placed: PlacedMark[] = [];
  const lastOfKind: (PlacedMark | undefined)[] = [];
  for (const mark of marks) {
    if (mark.startMs > scale.window.endMs) break;
    if (mark.endMs < scale.window.startMs) continue;
    const xPx = toPx(scale, mark.startMs);
    const widthPx = mark.shape === "bar" ? Math.max(BAR_WIDTH_PX_MIN, toPx(scale, mark.endMs) - xPx) : 0;
    const kind = kindOf(mark);
    const last = lastOfKind[kind];
    if (last && canMerge(last, mark, xPx, widthPx)) {
      last.count += 1;
      if (mark.shape === "bar") last.widthPx = Math.max(last.widthPx, xPx + widthPx - last.xPx);
    } else {
      const one = { mark, xPx, widthPx, label: mark.label, count: 1 };
      placed.push(one);
      lastOfKind[kind] = one;
    }
  }
  dropLabels(placed, scale.widthPx);
  return placed.sort((a, b) => Number(a.mark.isError) - Number(b.mark.isError) || a.xPx - b.xPx);
}

/** A small number for each kind: this runs for every mark of an hour at every step of a zoom. */
function kindOf(mark: Mark): number {
  const shape = mark.shape === "bar" ? 0 : mark.shape === "dot" ? 1 : 2;
  return shape * 4 + (mark.isError ? 2 : 0) + (mark.cutMs === null ? 0 : 1);
}

function dropLabels(placed: readonly PlacedMark[], widthPx: number): void {
  for (const [index, one] of placed.entries()) {
    const nextPx = placed[index + 1]?.xPx ?? widthPx;
    const endPx = one.xPx + one.widthPx + LABEL_GAP_PX + (one.label?.length ?? 0) * LABEL_CHARACTER_PX;
    if (one.label !== null && (one.count > 1 || endPx > nextPx)) one.label = null;
  }
}

/** Within one kind: errors and interruptions are kinds of their own, seen at every zoom and colouring only themselves. */
function canMerge(last: PlacedMark, mark: Mark, xPx: number, widthPx: number): boolean {
  if (mark.cutMs !== null) return false;
  if (mark.shape !== "bar") return xPx - last.xPx < APART_PX_MIN;
  const isNarrow = widthPx <= BAR_WIDTH_PX_MIN && (last.count > 1 || last.widthPx <= BAR_WIDTH_PX_MIN);
  return isNarrow && xPx - (last.xPx + last.widthPx) < BAR_GAP_PX_MIN;
}

/** What a mark says when the pointer rests on it; merged ones say how many they are. */
export function titleOf(placed: PlacedMark): string {
  return placed.count > 1 ? `${formatPlural(placed.count, "mark")}: ${placed.mark.title} …` : placed.mark.title;
}

/** Least width of a hatch that can be seen as one. */
const HATCH_WIDTH_PX_MIN = 6;

/** Width in pixels of the hatched tail of an interrupted turn, from where it fell silent to its end. */
export function hatchWidthPx(placed: PlacedMark, scale: TimeScale): number {
  const { mark, widthPx } = placed;
  if (mark.cutMs === null) return 0;
  const unheardPx = toPx(scale, mark.endMs) - toPx(scale, mark.cutMs);
  return Math.min(widthPx, Math.max(HATCH_WIDTH_PX_MIN, unheardPx));
}
