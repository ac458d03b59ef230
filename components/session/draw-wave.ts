import { barAt, type WaveBars } from "@/lib/view/wave";
import type { Colors } from "./use-colors";

/** Half of what a side's strip leaves for its wave: pixels from its middle line. */
const HALF_PX = 25;
const BAR_WIDTH_PX = 2;
/** Silence is a line of dots: the least height of a bar. */
const BAR_HEIGHT_PX_MIN = 1;
/** How much of its colour a bar keeps that has not been played yet. */
const UNPLAYED_ALPHA = 0.48;

interface WavePaint {
  context: CanvasRenderingContext2D;
  colors: Colors;
  bars: WaveBars;
  /** Where the playhead is. */
  playedPx: number;
}

/** Draws both sides' bars, what was played in full colour. Whole pixels: those are filled, all else is a path with soft edges, which costs ten times as much. */
export function drawWave({ context, colors, bars, playedPx }: WavePaint): void {
  const count = bars.channels[0]?.length ?? 0;
  const played = Math.min(count, Math.max(0, barAt(bars, playedPx)));
  for (const [channel, heights] of bars.channels.entries()) {
    context.fillStyle = channel === 0 ? colors.user : colors.agent;
    const middlePx = HALF_PX + channel * HALF_PX * 2;
    fillBars(context, { bars, heights, middlePx, from: 0, until: played });
    context.globalAlpha = UNPLAYED_ALPHA;
    fillBars(context, { bars, heights, middlePx, from: played, until: count });
    context.globalAlpha = 1;
  }
}

interface BarRun {
  bars: WaveBars;
  heights: Float32Array;
  middlePx: number;
  from: number;
  until: number;
}

function fillBars(context: CanvasRenderingContext2D, { bars, heights, middlePx, from, until }: BarRun): void {
  for (let at = from; at < until; at += 1) {
    const halfPx = Math.round((heights[at] ?? 0) * HALF_PX);
    const xPx = Math.round(bars.firstPx + at * bars.pitchPx);
    context.fillRect(xPx, middlePx - halfPx, BAR_WIDTH_PX, Math.max(BAR_HEIGHT_PX_MIN, halfPx * 2));
  }
}
