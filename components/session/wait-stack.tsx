"use client";
import type { TimelineItem } from "@/lib/model/timeline";
import { formatLatency } from "@/lib/view/format";
import { layOutWait } from "@/lib/view/latency";
import { explainWait } from "@/lib/view/slow-because";
import { SectionTitle } from "./section-title";
import { useStage } from "./stage";
import { WaitBar } from "./wait-bar";
import { WaitLegend } from "./wait-legend";

/** What the caller waited before this turn: parts that sum to it, each with its owner, beside what is usual here. */
export function WaitStack({ item }: { item: TimelineItem }) {
  const { timeline } = useStage();
  const wait = layOutWait(timeline, item);
  if (!wait) return null;
  const because = explainWait(timeline, wait);
  return (
    <>
      <SectionTitle>
        The caller waited {formatLatency(wait.totalMs)}
        {wait.heardMs !== null && ` — in the recording ${formatLatency(wait.heardMs)}`}
      </SectionTitle>
      <WaitBar wait={wait} />
      <WaitLegend slices={wait.slices} />
      {because && (
        <>
          <SectionTitle>Slow because</SectionTitle>
          <ul className="flex flex-col gap-1">
            {because.map((reason, index) => (
              <li key={reason} className={index === because.length - 1 ? "text-mute" : undefined}>
                {reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
