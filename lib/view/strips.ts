import type { Lane } from "./lanes";
import { type PlacedMark, placeMarks } from "./marks";
import type { TimeScale } from "./time-scale";

/** How the two sides' lanes look: a tint behind the waveform, bars where a waveform will be, bars where there is none. */
export type SpeechLook = "tint" | "tall" | "bar";

/** One lane with its marks in place. Pixels; tops from the plot's upper edge. */
export interface Strip {
  lane: Lane;
  isSpeech: boolean;
  topPx: number;
  heightPx: number;
  /** Where bars stand inside of the strip. */
  barTopPx: number;
  barHeightPx: number;
  placed: PlacedMark[];
}

const SPEECH_LANES = new Set(["user", "agent"]);
const SPEECH: Record<SpeechLook, Pick<Strip, "heightPx" | "barTopPx" | "barHeightPx">> = {
  tint: { heightPx: 50, barTopPx: 2, barHeightPx: 46 },
  tall: { heightPx: 50, barTopPx: 12, barHeightPx: 26 },
  bar: { heightPx: 28, barTopPx: 4, barHeightPx: 20 },
};
const WORK = { heightPx: 19, barTopPx: 4, barHeightPx: 11 };
/** Between the two sides and the work lanes: room for the line that parts them. */
export const SPEECH_GAP_PX = 9;

/** Stacks the lanes: both sides first, a gap, then the others; every mark at its place for this zoom. */
export function layOutStrips(lanes: readonly Lane[], scale: TimeScale, look: SpeechLook): Strip[] {
  const strips: Strip[] = [];
  let topPx = 0;
  for (const lane of lanes) {
    const isSpeech = SPEECH_LANES.has(lane.id);
    if (!isSpeech && strips.at(-1)?.isSpeech) topPx += SPEECH_GAP_PX;
    const box = isSpeech ? SPEECH[look] : WORK;
    strips.push({ lane, isSpeech, topPx, ...box, placed: placeMarks(lane.marks, scale) });
    topPx += box.heightPx;
  }
  return strips;
}

/** Height of all strips together, in pixels. */
export function stripsHeightPx(strips: readonly Strip[]): number {
  const last = strips.at(-1);
  return last ? last.topPx + last.heightPx : 0;
}

/** A mark under the pointer. */
export interface MarkHit {
  strip: Strip;
  placed: PlacedMark;
}

/** How far beside a mark the pointer may be: most marks are three pixels wide. */
const REACH_PX = 4;

/**
 * The mark under a point of the plot (pixels from its upper left corner), or the nearest within 4 pixels of it in the
 * same lane; null when there is none. Of marks that lie over each other the one drawn on top.
 */
export function findMarkAt(strips: readonly Strip[], xPx: number, yPx: number): MarkHit | null {
  const strip = strips.find((one) => yPx >= one.topPx && yPx < one.topPx + one.heightPx);
  if (!strip) return null;
  let best: PlacedMark | null = null;
  let bestPx = REACH_PX;
  for (const placed of strip.placed) {
    const awayPx = Math.max(placed.xPx - xPx, xPx - (placed.xPx + placed.widthPx), 0);
    if (awayPx > bestPx) continue;
    best = placed;
    bestPx = awayPx;
  }
  return best && { strip, placed: best };
}
