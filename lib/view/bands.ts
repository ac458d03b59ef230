import type { Stretch } from "@/lib/model/activity";
import type { Timeline } from "@/lib/model/timeline";
import { firstReaching } from "./stretches";
import { type TimeScale, toPx } from "./time-scale";

/** What the recording itself tells about a stretch of time, drawn behind both sides. */
export interface Band {
  kind: "overlap" | "silence" | "user" | "agent";
  xPx: number;
  widthPx: number;
}

/** Narrower ones are drawn this wide: a moment of talk-over must be seen in an hour. */
const BAND_WIDTH_PX_MIN = 1.5;

/**
 * Speech activity of both sides, talk-over and silences as far as they are in view. Stretches that would be drawn less than
 * half a pixel apart become one, so that an hour of talk is not more work than a minute. Empty without audio.
 */
export function layOutBands(activity: Timeline["activity"], scale: TimeScale): Band[] {
  if (!activity) return [];
  const bands: Band[] = [];
  addBands(bands, "silence", activity.silences, scale);
  addBands(bands, "overlap", activity.overlaps, scale);
  addBands(bands, "user", activity.user, scale);
  addBands(bands, "agent", activity.agent, scale);
  return bands;
}

function addBands(bands: Band[], kind: Band["kind"], stretches: readonly Stretch[], scale: TimeScale): void {
  let last: Band | null = null;
  for (let at = firstReaching(stretches, scale.window.startMs); at < stretches.length; at += 1) {
    const [startMs, endMs] = stretches[at] ?? [0, 0];
    if (startMs > scale.window.endMs) return;
    const xPx = Math.max(0, toPx(scale, startMs));
    const widthPx = Math.max(BAND_WIDTH_PX_MIN, Math.min(scale.widthPx, toPx(scale, endMs)) - xPx);
    if (last && xPx - (last.xPx + last.widthPx) < 0.5) {
      last.widthPx = xPx + widthPx - last.xPx;
      continue;
    }
    last = { kind, xPx, widthPx };
    bands.push(last);
  }
}
