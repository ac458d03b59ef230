import type { Band } from "@/lib/view/bands";
import type { Colors } from "./use-colors";

/** A side's strip is this high; both lie over each other. */
const STRIP_PX = 50;
const ACTIVITY_PX = 2;

/** What the recording tells, behind the waveform: thin lines of activity under each side, talk-over and silence over both. */
export function drawBands(context: CanvasRenderingContext2D, bands: readonly Band[], colors: Colors): void {
  for (const band of bands) {
    switch (band.kind) {
      case "silence":
        drawSilence(context, band, colors);
        break;
      case "overlap":
        drawOverlap(context, band, colors);
        break;
      case "user":
      case "agent":
        context.globalAlpha = 0.8;
        context.fillStyle = colors[band.kind];
        context.fillRect(band.xPx, (band.kind === "user" ? 1 : 2) * STRIP_PX - ACTIVITY_PX, band.widthPx, ACTIVITY_PX);
        context.globalAlpha = 1;
        break;
      default: {
        const never: never = band.kind;
        throw new Error(`unknown band ${String(never)}`);
      }
    }
  }
}

function drawSilence(context: CanvasRenderingContext2D, band: Band, colors: Colors): void {
  context.globalAlpha = 0.55;
  context.fillStyle = colors.raise;
  context.fillRect(band.xPx, 0, band.widthPx, STRIP_PX * 2);
  context.globalAlpha = 1;
}

/** Slanting lines as well as a colour: it must not be told by colour alone. */
function drawOverlap(context: CanvasRenderingContext2D, band: Band, colors: Colors): void {
  context.save();
  context.beginPath();
  context.rect(band.xPx, 0, band.widthPx, STRIP_PX * 2);
  context.clip();
  context.globalAlpha = 0.16;
  context.fillStyle = colors.warn;
  context.fillRect(band.xPx, 0, band.widthPx, STRIP_PX * 2);
  context.globalAlpha = 0.5;
  context.strokeStyle = colors.warn;
  context.lineWidth = 1;
  context.beginPath();
  for (let at = band.xPx - STRIP_PX * 2; at < band.xPx + band.widthPx; at += 7) {
    context.moveTo(at, STRIP_PX * 2);
    context.lineTo(at + STRIP_PX * 2, 0);
  }
  context.stroke();
  context.restore();
}
