import { hatchWidthPx, type PlacedMark, placeMark } from "./marks";
import type { Tone } from "./rows";
import type { PlacedStrip } from "./strips";
import type { TimeScale } from "./time-scale";

/** Something to draw on a strip. Pixels from the strip's upper left corner; `tone` says what its colour means. */
export type StripPaint =
  | { kind: "bar"; xPx: number; widthPx: number; tone: Tone; isSelected: boolean; hasErrorLine: boolean }
  | { kind: "gap"; xPx: number; widthPx: number; tone: Tone }
  | { kind: "hatch"; xPx: number; widthPx: number; tone: Tone }
  | { kind: "dot" | "triangle"; xPx: number; tone: Tone; isSelected: boolean }
  | { kind: "label"; xPx: number; text: string; tone: Tone | null };

/** What a strip shows, in the order in which it is drawn; the selected mark comes last, also out of a merged one. */
export function paintStrip({ strip, placed }: PlacedStrip, scale: TimeScale, selectedId: string | null): StripPaint[] {
  const paints: StripPaint[] = [];
  const how = { scale, isSpeech: strip.isSpeech, isSelected: false };
  for (const one of placed) paintMark(paints, one, how);
  if (selectedId === null) return paints;
  const selected = strip.lane.marks.find((mark) => mark.recordId === selectedId);
  if (selected) paintMark(paints, placeMark(selected, scale), { ...how, isSelected: true });
  return paints;
}

const LABEL_GAP_PX = 4;

function paintMark(
  paints: StripPaint[],
  placed: PlacedMark,
  { scale, isSpeech, isSelected }: { scale: TimeScale; isSpeech: boolean; isSelected: boolean },
): void {
  const { mark } = placed;
  if (mark.shape === "dot" || mark.shape === "triangle") {
    if (placed.xPx >= 0 && placed.xPx <= scale.widthPx)
      paints.push({ kind: mark.shape, xPx: placed.xPx, tone: mark.tone, isSelected });
    return;
  }
  // Cut at the plot's edges: a canvas slows down with shapes that are a million pixels wide.
  const xPx = Math.max(0, placed.xPx);
  const endPx = Math.min(scale.widthPx, placed.xPx + placed.widthPx);
  if (endPx <= xPx) return;
  const hasErrorLine = mark.isError && !isSpeech;
  if (mark.shape === "gap") paints.push({ kind: "gap", xPx, widthPx: endPx - xPx, tone: mark.tone });
  else paints.push({ kind: "bar", xPx, widthPx: endPx - xPx, tone: mark.tone, isSelected, hasErrorLine });
  if (mark.cutMs !== null) {
    const cutPx = Math.max(xPx, placed.xPx + placed.widthPx - hatchWidthPx(placed, scale));
    paints.push({ kind: "hatch", xPx: cutPx, widthPx: Math.max(0, endPx - cutPx), tone: "error" });
  }
  if (placed.note) {
    paints.push({ kind: "label", xPx: endPx + LABEL_GAP_PX, text: placed.note.text, tone: placed.note.tone });
  } else if (placed.label !== null) {
    paints.push({ kind: "label", xPx: endPx + LABEL_GAP_PX, text: placed.label, tone: null });
  }
}
