import type { StripPaint } from "@/lib/view/strip-paint";
import type { Strip } from "@/lib/view/strips";
import type { Colors } from "./use-colors";

const RADIUS_PX = 3;
const SPEECH_RADIUS_PX = 4;
/** On a strip with more marks, small ones are drawn square: they read the same, and a round one costs a path of its own. */
const ROUND_MARKS_MAX = 60;
const NARROW_HATCH_PX = 5;
const SMALL_PX_MAX = 8;
/** How strong a side's bars are: behind a waveform they are only a tint. */
const SPEECH_ALPHA = { tint: [0.1, 0.3], bars: [0.75, 1] } as const;
/** A label that would run over the next mark is left out by `placeMarks`; the font is the one it was measured in. */
const LABEL_FONT = '10px "Inter Variable", system-ui, sans-serif';

interface Pen {
  /** Its zero is the strip's upper left corner, its unit a CSS pixel. */
  context: CanvasRenderingContext2D;
  strip: Strip;
  colors: Colors;
  isTint: boolean;
  /** So much is on the strip that small marks are drawn square. */
  isCrowded: boolean;
}

/** True when a strip is drawn with few paths. */
export function isCrowded(markCount: number): boolean {
  return markCount > ROUND_MARKS_MAX;
}

/** Draws a strip's paints. */
export function drawStrip(pen: Pen, paints: readonly StripPaint[]): void {
  for (const paint of paints) {
    switch (paint.kind) {
      case "bar":
        drawBar(pen, paint);
        break;
      case "gap":
        drawGap(pen, paint);
        break;
      case "hatch":
        drawHatch(pen, paint);
        break;
      case "dot":
      case "triangle":
        drawSign(pen, paint);
        break;
      case "label":
        drawLabel(pen, paint);
        break;
      default: {
        const never: never = paint;
        throw new Error(`unknown paint ${JSON.stringify(never)}`);
      }
    }
  }
}

function drawBar(
  { context, strip, colors, isTint, isCrowded: isSquare }: Pen,
  bar: Extract<StripPaint, { kind: "bar" }>,
): void {
  const alphas = SPEECH_ALPHA[isTint ? "tint" : "bars"];
  context.globalAlpha = strip.isSpeech ? alphas[bar.isSelected ? 1 : 0] : 1;
  context.fillStyle = colors[bar.tone];
  const radiusPx = strip.isSpeech ? SPEECH_RADIUS_PX : RADIUS_PX;
  if (bar.widthPx < SMALL_PX_MAX && isSquare) {
    context.fillRect(bar.xPx, strip.barTopPx, bar.widthPx, strip.barHeightPx);
  } else {
    context.beginPath();
    context.roundRect(bar.xPx, strip.barTopPx, bar.widthPx, strip.barHeightPx, Math.min(radiusPx, bar.widthPx / 2));
    context.fill();
  }
  context.globalAlpha = 1;
  if (bar.isSelected && !strip.isSpeech) {
    context.lineWidth = 1.5;
    context.strokeStyle = colors.text;
    context.strokeRect(bar.xPx, strip.barTopPx, bar.widthPx, strip.barHeightPx);
  }
  if (bar.hasErrorLine) context.fillRect(bar.xPx, strip.barTopPx - 2.5, bar.widthPx, 2);
}

/** A stretch of nothing: a faint line with its two ends. */
function drawGap({ context, strip, colors }: Pen, gap: Extract<StripPaint, { kind: "gap" }>): void {
  const { barTopPx, barHeightPx } = strip;
  const middlePx = Math.round(barTopPx + barHeightPx / 2);
  context.globalAlpha = 0.7;
  context.fillStyle = colors[gap.tone];
  context.fillRect(gap.xPx, middlePx, gap.widthPx, 1);
  context.fillRect(gap.xPx, barTopPx + 2, 1, barHeightPx - 4);
  context.fillRect(gap.xPx + gap.widthPx - 1, barTopPx + 2, 1, barHeightPx - 4);
  context.globalAlpha = 1;
}

/** What was said and not heard: a line where the voice fell silent, and slanting lines from there on. */
function drawHatch({ context, strip, colors }: Pen, hatch: Extract<StripPaint, { kind: "hatch" }>): void {
  const { barTopPx, barHeightPx } = strip;
  const { xPx, widthPx } = hatch;
  context.save();
  context.beginPath();
  context.rect(xPx, barTopPx, widthPx, barHeightPx);
  context.clip();
  context.beginPath();
  for (let at = xPx - barHeightPx; at < xPx + widthPx; at += 5) {
    context.moveTo(at, barTopPx + barHeightPx);
    context.lineTo(at + barHeightPx, barTopPx);
  }
  context.globalAlpha = 0.55;
  context.lineWidth = 1.5;
  context.strokeStyle = colors[hatch.tone];
  context.stroke();
  context.restore();
  context.fillStyle = colors[hatch.tone];
  // Among many a thin line is enough.
  if (widthPx < NARROW_HATCH_PX) context.fillRect(xPx, barTopPx, 1, barHeightPx);
  else context.fillRect(xPx - 1, barTopPx - 2, 2, barHeightPx + 4);
}

function drawSign(pen: Pen, sign: Extract<StripPaint, { kind: "dot" | "triangle" }>): void {
  const { context, strip, colors } = pen;
  const middlePx = strip.heightPx / 2;
  context.fillStyle = colors[sign.tone];
  if (sign.kind === "dot" && !sign.isSelected && pen.isCrowded) {
    context.fillRect(sign.xPx - 2, middlePx - 2, 4, 4);
    return;
  }
  context.beginPath();
  if (sign.kind === "dot") {
    context.arc(sign.xPx, middlePx, sign.isSelected ? 3.5 : 2.5, 0, Math.PI * 2);
  } else {
    context.moveTo(sign.xPx - 4, middlePx + 4);
    context.lineTo(sign.xPx, middlePx - 3.5);
    context.lineTo(sign.xPx + 4, middlePx + 4);
    context.closePath();
  }
  context.fill();
  if (!sign.isSelected) return;
  context.lineWidth = 1.5;
  context.strokeStyle = colors.text;
  context.stroke();
}

function drawLabel({ context, strip, colors }: Pen, label: Extract<StripPaint, { kind: "label" }>): void {
  context.font = LABEL_FONT;
  if (label.tone === null) {
    context.fillStyle = colors.mute;
    context.fillText(label.text, label.xPx, strip.heightPx / 2 + 3.5);
    return;
  }
  // Over the other things on the strip: on a ground of its own.
  const widthPx = context.measureText(label.text).width;
  context.globalAlpha = 0.85;
  context.fillStyle = colors.panel;
  context.fillRect(label.xPx, 0, widthPx + 8, 14);
  context.globalAlpha = 1;
  context.fillStyle = colors[label.tone];
  context.fillText(label.text, label.xPx + 4, 10.5);
}
