import { formatClock, formatTick } from "@/lib/view/format";
import type { Tick } from "@/lib/view/time-scale";
import type { Colors } from "./use-colors";

/** Room for the times under the lanes. */
export const AXIS_PX = 24;
const FONT = '10.5px "JetBrains Mono Variable", ui-monospace, monospace';

/** A time at an edge may reach this far beyond the plot: into the gutter of labels, and over most of the right margin. */
const ROOM_PX = { left: 18, right: 10 };

interface Grid {
  ticks: readonly Tick[];
  widthPx: number;
  heightPx: number;
  colors: Colors;
}

/** Grid lines from top to axis, their times under them. */
export function drawGrid(context: CanvasRenderingContext2D, { ticks, widthPx, heightPx, colors }: Grid): void {
  const isFine = ticks.some((tick) => tick.ms % 1000 !== 0);
  context.fillStyle = colors.line;
  // Whole pixels: a line between two would be twice as wide and half as strong.
  for (const tick of ticks) context.fillRect(Math.round(tick.xPx), 0, 1, heightPx);
  context.fillStyle = colors.faint;
  context.font = FONT;
  context.textAlign = "center";
  for (const tick of ticks) {
    const text = isFine ? formatClock(tick.ms) : formatTick(tick.ms);
    const halfPx = context.measureText(text).width / 2;
    const xPx = Math.min(widthPx + ROOM_PX.right - halfPx, tick.xPx);
    context.fillText(text, Math.max(halfPx - ROOM_PX.left, xPx), heightPx + 16);
  }
  context.textAlign = "start";
}
