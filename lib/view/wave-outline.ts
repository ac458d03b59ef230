import type { WaveBars } from "./wave";

/** Silence is a line: the least height of a column. Pixels. */
const COLUMN_PX_MIN = 1;

/**
 * One side's bars as the outline of an SVG path, without gaps: a unit of x is a bar, a unit of y a pixel. Heights are whole pixels,
 * as the canvas draws them; neighbours of one height are one stroke, so that an hour takes a few KB.
 */
export function outlineWave(bars: WaveBars, channel: number, place: { middlePx: number; halfPx: number }): string {
  const heights = bars.channels[channel] ?? new Float32Array(0);
  const halves = Array.from(heights, (height) => Math.round(height * place.halfPx));
  const top = (half: number) => place.middlePx - half;
  const bottom = (half: number) => place.middlePx - half + Math.max(COLUMN_PX_MIN, half * 2);
  const first = halves[0];
  const last = halves.at(-1);
  if (first === undefined || last === undefined) return "";
  const there = walk(halves, top, 1);
  const back = walk(halves.toReversed(), bottom, -1);
  return `M${round(bars.firstPx)} ${top(first)}${there}V${bottom(last)}${back}z`;
}

/** Along the columns' upper or lower edges: vertical steps only where the height changes. */
function walk(halves: readonly number[], edge: (half: number) => number, direction: 1 | -1): string {
  let path = "";
  let run = 0;
  for (const [at, half] of halves.entries()) {
    const before = halves[at - 1];
    if (before !== undefined && edge(before) !== edge(half)) {
      path += `h${run * direction}V${edge(half)}`;
      run = 0;
    }
    run += 1;
  }
  return `${path}h${run * direction}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
