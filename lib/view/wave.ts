import type { RecordingSpan } from "./recording-clock";
import { type TimeScale, windowMs } from "./time-scale";

/** A recording's heights (0 … 1), and for each doubling of the zoom the highest of two of the level before. */
export interface Wave {
  /** [level][channel][bucket] */
  levels: Float32Array[][];
  bucketMs: number;
}

/** Prepares heights for every zoom. `heights`: one list a channel, spread evenly over `durationMs`. */
export function toWave(heights: Float32Array[], durationMs: number): Wave {
  const levels = [heights];
  for (let level = heights; (level[0]?.length ?? 0) > 1; ) {
    level = level.map(halve);
    levels.push(level);
  }
  return { levels, bucketMs: durationMs / Math.max(1, heights[0]?.length ?? 1) };
}

function halve(values: Float32Array): Float32Array {
  const half = new Float32Array(Math.ceil(values.length / 2));
  for (let at = 0; at < half.length; at += 1) {
    half[at] = Math.max(values[at * 2] ?? 0, values[at * 2 + 1] ?? 0);
  }
  return half;
}

/** Heights of the bars of one zoom: bar n of a channel begins at `firstPx + n × pitchPx`. */
export interface WaveBars {
  firstPx: number;
  pitchPx: number;
  channels: Float32Array[];
}

/**
 * The bars that are in view. They stand on a grid of time, not of the screen: scrolling moves them and does not change
 * them. Each is the loudest of what it covers, read from the level whose buckets are at most half as long as a bar: a few
 * look-ups a bar, however long the recording is.
 */
export function layOutWave(wave: Wave, recording: RecordingSpan, scale: TimeScale, pitchPx: number): WaveBars {
  const barMs = (pitchPx * windowMs(scale.window)) / Math.max(1, scale.widthPx);
  const fromMs = Math.max(0, scale.window.startMs - recording.offsetMs);
  const untilMs = Math.min(recording.durationMs, scale.window.endMs - recording.offsetMs);
  const first = Math.floor(fromMs / barMs);
  const count = Math.max(0, Math.ceil(untilMs / barMs) - first);
  const step = Math.min(wave.levels.length - 1, Math.max(0, Math.floor(Math.log2(barMs / wave.bucketMs)) - 1));
  const bucketMs = wave.bucketMs * 2 ** step;
  const channels = (wave.levels[step] ?? []).map((values) => {
    const bars = new Float32Array(count);
    for (let at = 0; at < count; at += 1) {
      const from = Math.floor(((first + at) * barMs) / bucketMs);
      const until = Math.max(from + 1, Math.floor(((first + at + 1) * barMs) / bucketMs));
      let highest = 0;
      for (let bucket = from; bucket < until; bucket += 1) highest = Math.max(highest, values[bucket] ?? 0);
      bars[at] = highest;
    }
    return bars;
  });
  const startPx = ((recording.offsetMs + first * barMs - scale.window.startMs) / barMs) * pitchPx;
  return { firstPx: startPx, pitchPx, channels };
}

/** Index of the bar under a time, for what was played; may lie outside of the bars. */
export function barAt(bars: WaveBars, xPx: number): number {
  return Math.floor((xPx - bars.firstPx) / bars.pitchPx);
}
