import { cx } from "@/components/ui/cx";
import type { RecordingSpan } from "@/lib/view/recording-clock";
import { shareOf, type TimeWindow, windowMs } from "@/lib/view/time-scale";
import { layOutWave, type Wave } from "@/lib/view/wave";
import { outlineWave } from "@/lib/view/wave-outline";

interface WavePictureProps {
  wave: Wave;
  recording: RecordingSpan;
  /** What the whole width stands for. */
  window: TimeWindow;
  /** Of both sides together. */
  heightPx: number;
  /** How the bars are cut out of it, and how strong they are. */
  className: string;
}

/** About a column for each bar that a canvas would draw: nobody knows yet how wide it is. */
const COLUMNS = { wide: 480, narrow: 96 };

/**
 * Both sides' waveforms as markup, which stands in the page before any script ran; in the place and the colours of the canvas. It is
 * stretched to whatever width there is, so bars of whole pixels are cut out of it by a mask, which is not.
 */
export function WavePicture({ wave, recording, window, heightPx, className }: WavePictureProps) {
  const startMs = Math.max(window.startMs, recording.offsetMs);
  const endMs = Math.min(window.endMs, recording.offsetMs + recording.durationMs);
  if (endMs <= startMs) return null;
  const shown = { startMs, endMs };
  const outlines = (columns: number, when: string) => (
    <svg
      aria-hidden
      viewBox={`0 0 ${columns} ${heightPx}`}
      preserveAspectRatio="none"
      className={cx("absolute inset-0 size-full", when)}
    >
      <Outlines bars={layOutWave(wave, recording, { window: shown, widthPx: columns }, 1)} heightPx={heightPx} />
    </svg>
  );
  const place = {
    height: heightPx,
    left: `${shareOf(window, startMs) * 100}%`,
    width: `${(windowMs(shown) / windowMs(window)) * 100}%`,
  };
  return (
    <div className={cx("absolute top-0", className)} style={place}>
      {outlines(COLUMNS.wide, "max-sm:hidden")}
      {outlines(COLUMNS.narrow, "sm:hidden")}
    </div>
  );
}

function Outlines({ bars, heightPx }: { bars: ReturnType<typeof layOutWave>; heightPx: number }) {
  const lanePx = heightPx / 2;
  const halfPx = Math.floor(lanePx / 2);
  return (
    <>
      <path className="fill-user" d={outlineWave(bars, 0, { middlePx: halfPx, halfPx })} />
      <path className="fill-agent" d={outlineWave(bars, 1, { middlePx: lanePx + halfPx, halfPx })} />
    </>
  );
}
