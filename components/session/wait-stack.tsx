"use client";
import { cx } from "@/components/ui/cx";
import type { TimelineItem } from "@/lib/model/timeline";
import { formatLatency } from "@/lib/view/format";
import { layOutWait } from "@/lib/view/latency";
import { explainWait } from "@/lib/view/slow-because";
import { SectionTitle } from "./section-title";
import { useStage } from "./stage";
import { TONE_FILL } from "./tone-classes";

/** What the caller waited before this turn, cut into parts that sum to it, each with its owner. */
export function WaitStack({ item }: { item: TimelineItem }) {
  const { timeline } = useStage();
  const wait = layOutWait(timeline, item);
  if (!wait) return null;
  const because = explainWait(timeline, wait);
  return (
    <>
      <SectionTitle>The caller waited {formatLatency(wait.totalMs)}</SectionTitle>
      <div aria-hidden className="flex h-6.5 gap-px overflow-hidden rounded-[6px]">
        {wait.parts.map((part) => (
          <div
            key={part.name}
            title={`${part.name} ${formatLatency(part.durationMs)}`}
            className={cx("min-w-0.5", TONE_FILL[part.tone], part.tone === "plain" && "hatch bg-transparent text-tick")}
            style={{ flexGrow: part.durationMs, flexBasis: 0 }}
          />
        ))}
      </div>
      <ul className="mt-2.5 flex flex-col gap-1 text-sm">
        {wait.parts.map((part) => (
          <li key={part.name} className="flex items-center gap-2.5">
            <i aria-hidden className={cx("size-2 shrink-0 rounded-[2px]", TONE_FILL[part.tone])} />
            <span className="min-w-fit flex-1">{part.name}</span>
            <span className="min-w-0 truncate text-mute">{part.owner}</span>
            <span className="mono w-14 text-right font-medium">{formatLatency(part.durationMs)}</span>
          </li>
        ))}
      </ul>
      {because && (
        <>
          <SectionTitle>Slow because</SectionTitle>
          <p>{because}</p>
        </>
      )}
    </>
  );
}
