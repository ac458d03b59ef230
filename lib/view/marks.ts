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
const APART_PX_MIN = 1.5;
/** Mean advance of Inter at 10 px, measured on the tool names of the captures. */
const LABEL_CHARACTER_PX = 5.4;
const LABEL_GAP_PX = 4;

/**
 * Places the marks of one lane for a zoom: what lies outside of the window is left out, what would fall on the same
 * pixel is merged (an error is never merged away), and labels are kept where they fit before the next mark.
 * `marks` are in order of time. Narrow bars that touch become one, so at most one mark in 3 pixels comes back, and a lane of 10,000 spans stays cheap.
 */
export function placeMarks(marks: readonly Mark[], scale: TimeScale): PlacedMark[] {
  const placed: PlacedMark[] = [];
  for (const mark of marks) {
    if (mark.endMs < scale.window.startMs || mark.startMs > scale.window.endMs) continue;
    const xPx = toPx(scale, mark.startMs);
    const widthPx = mark.shape === "bar" ? Math.max(BAR_WIDTH_PX_MIN, toPx(scale, mark.endMs) - xPx) : 0;
    const last = placed.at(-1);
    if (last && canMerge(last, mark, xPx, widthPx)) {
      merge(last, xPx + widthPx);
    } else {
      placed.push({ mark, xPx, widthPx, label: mark.label, count: 1 });
    }
  }
  for (const [index, one] of placed.entries()) {
    const nextPx = placed[index + 1]?.xPx ?? scale.widthPx;
    const endPx = one.xPx + one.widthPx + LABEL_GAP_PX + (one.label?.length ?? 0) * LABEL_CHARACTER_PX;
    if (one.label !== null && (one.count > 1 || endPx > nextPx)) one.label = null;
  }
  return placed;
}

/** Errors and interruptions stand for themselves: they are seen at every zoom, and colour nothing but themselves. */
function canMerge(last: PlacedMark, mark: Mark, xPx: number, widthPx: number): boolean {
  if (last.mark.shape !== mark.shape || last.mark.isError !== mark.isError) return false;
  if (last.mark.cutMs !== null || mark.cutMs !== null) return false;
  if (mark.shape !== "bar") return xPx - last.xPx < APART_PX_MIN;
  const isNarrow = widthPx <= BAR_WIDTH_PX_MIN && (last.count > 1 || last.widthPx <= BAR_WIDTH_PX_MIN);
  return isNarrow && xPx - (last.xPx + last.widthPx) < APART_PX_MIN - 1;
}

function merge(last: PlacedMark, endPx: number): void {
  last.count += 1;
  if (last.mark.shape === "bar") last.widthPx = Math.max(last.widthPx, endPx - last.xPx);
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
