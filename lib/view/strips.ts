import type { Lane, LaneId } from "./lanes";
import type { PlacedMark } from "./marks";

/** How the two sides' lanes look: a tint behind the waveform, bars where a waveform will be, bars where there is none. */
export type SpeechLook = "tint" | "tall" | "bar";

/** One lane with its place. Pixels; `topPx` from the plot's upper edge, bars from the strip's own. */
export interface Strip {
  lane: Lane;
  isSpeech: boolean;
  topPx: number;
  heightPx: number;
  barTopPx: number;
  barHeightPx: number;
}

type Box = Pick<Strip, "heightPx" | "barTopPx" | "barHeightPx">;

const SPEECH_LANES = new Set<LaneId>(["user", "agent"]);
const SPEECH: Record<SpeechLook, Box> = {
  tint: { heightPx: 50, barTopPx: 2, barHeightPx: 46 },
  tall: { heightPx: 50, barTopPx: 12, barHeightPx: 26 },
  bar: { heightPx: 28, barTopPx: 4, barHeightPx: 20 },
};
const WORK: Box = { heightPx: 18, barTopPx: 4, barHeightPx: 10 };
/** With more lanes than this each is a little lower, so that the list below keeps its room. */
const ROOMY_LANES_MAX = 6;
const WORK_LOW: Box = { heightPx: 15, barTopPx: 3, barHeightPx: 9 };
/** What only accompanies other lanes is thinner. */
const THIN: Partial<Record<LaneId, Pick<Box, "barTopPx" | "barHeightPx">>> = {
  state: { barTopPx: 6, barHeightPx: 4 },
};
/** Between the two sides and the work lanes: room for the line that parts them. */
export const SPEECH_GAP_PX = 9;

/** Stacks the lanes: both sides first, a gap, then the others. The same at every zoom. */
export function layOutStrips(lanes: readonly Lane[], look: SpeechLook): Strip[] {
  const strips: Strip[] = [];
  const workCount = lanes.filter((lane) => !SPEECH_LANES.has(lane.id)).length;
  const work = workCount > ROOMY_LANES_MAX ? WORK_LOW : WORK;
  let topPx = 0;
  for (const lane of lanes) {
    const isSpeech = SPEECH_LANES.has(lane.id);
    if (!isSpeech && strips.at(-1)?.isSpeech) topPx += SPEECH_GAP_PX;
    const box = isSpeech ? SPEECH[look] : { ...work, ...THIN[lane.id] };
    strips.push({ lane, isSpeech, topPx, ...box });
    topPx += box.heightPx;
  }
  return strips;
}

/** Height of all strips together, in pixels. */
export function stripsHeightPx(strips: readonly Strip[]): number {
  const last = strips.at(-1);
  return last ? last.topPx + last.heightPx : 0;
}

/** Where the work lanes begin, in pixels: the end of both sides' strips; 0 when there are only sides. */
export function workTopPx(strips: readonly Strip[]): number {
  return strips.find((strip) => !strip.isSpeech)?.topPx ?? 0;
}

/** A strip with its marks in place for a zoom. */
export interface PlacedStrip {
  strip: Strip;
  placed: PlacedMark[];
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
export function findMarkAt(strips: readonly PlacedStrip[], xPx: number, yPx: number): MarkHit | null {
  const found = strips.find(({ strip }) => yPx >= strip.topPx && yPx < strip.topPx + strip.heightPx);
  if (!found) return null;
  let best: PlacedMark | null = null;
  let bestPx = REACH_PX;
  for (const placed of found.placed) {
    const awayPx = Math.max(placed.xPx - xPx, xPx - (placed.xPx + placed.widthPx), 0);
    if (awayPx > bestPx) continue;
    best = placed;
    bestPx = awayPx;
  }
  return best && { strip: found.strip, placed: best };
}
