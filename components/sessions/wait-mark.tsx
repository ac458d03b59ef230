import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { formatLatency } from "@/lib/view/format";
import { LATENCY_SIGN, type LatencyRating, latencyRating } from "@/lib/view/sessions";

const COLOUR: Record<LatencyRating, string> = { ok: "text-ok", slow: "text-tool", bad: "text-err" };

const SHAPE = {
  circle: "M5 1a4 4 0 1 1 0 8 4 4 0 0 1 0-8Z",
  diamond: "M5 .4 9.6 5 5 9.6.4 5Z",
  triangle: "M5 .8 9.6 9.2H.4Z",
};

/** What callers waited: shape, colour, figure and, for those who hear it, the word. */
export function WaitMark({ waitMs }: { waitMs: number }) {
  const rating = latencyRating(waitMs);
  const sign = LATENCY_SIGN[rating];
  return (
    <span className={`inline-flex items-center gap-1.5 ${COLOUR[rating]}`}>
      <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5 fill-current">
        <path d={SHAPE[sign.icon]} />
      </svg>
      {formatLatency(waitMs)}
      <VisuallyHidden>, {sign.words}</VisuallyHidden>
    </span>
  );
}
