import { hatchWidthPx, type PlacedMark } from "./marks";
import type { Tone } from "./rows";
import type { Strip } from "./strips";
import type { TimeScale } from "./time-scale";

/** Something to draw on a strip. Pixels from the strip's upper left corner; `tone` says what its colour means. */
export type StripPaint =
  | { kind: "bar"; xPx: number; widthPx: number; tone: Tone; isSelected: boolean; hasErrorLine: boolean }
  | { kind: "hatch"; xPx: number; widthPx: number }
  | { kind: "dot" | "triangle"; xPx: number; tone: Tone; isSelected: boolean }
  | { kind: "label"; xPx: number; text: string; isError: boolean };

/** What a strip shows, in the order in which it is drawn. */
export function paintStrip(strip: Strip, scale: TimeScale, selectedId: string | null): StripPaint[] {
  const paints: StripPaint[] = [];
  for (const placed of strip.placed) {
    const { mark } = placed;
    const isSelected = mark.id === selectedId;
    if (mark.shape === "bar") paints.push(...paintBar(placed, strip, scale, isSelected));
    else paints.push({ kind: mark.shape, xPx: placed.xPx, tone: mark.tone, isSelected });
    if (placed.label !== null) {
      paints.push({ kind: "label", xPx: placed.xPx + placed.widthPx + 4, text: placed.label, isError: false });
    }
  }
  return paints;
}

/** Bars are cut at the plot's edges: a canvas slows down with shapes that are a million pixels wide. */
const OUTSIDE_PX = 8;

function paintBar(placed: PlacedMark, strip: Strip, scale: TimeScale, isSelected: boolean): StripPaint[] {
  const { mark } = placed;
  const xPx = Math.max(-OUTSIDE_PX, placed.xPx);
  const endPx = Math.min(scale.widthPx + OUTSIDE_PX, placed.xPx + placed.widthPx);
  const hasErrorLine = mark.isError && !strip.isSpeech;
  const paints: StripPaint[] = [{ kind: "bar", xPx, widthPx: endPx - xPx, tone: mark.tone, isSelected, hasErrorLine }];
  if (mark.cutMs === null) return paints;
  const unheardPx = hatchWidthPx(placed, scale);
  const cutPx = Math.max(xPx, placed.xPx + placed.widthPx - unheardPx);
  paints.push({ kind: "hatch", xPx: cutPx, widthPx: Math.max(0, endPx - cutPx) });
  paints.push({ kind: "label", xPx: endPx + 4, text: "interrupted", isError: true });
  return paints;
}
