"use client";
import { Circle, Diamond, Triangle } from "lucide-react";
import { cx } from "@/components/ui/cx";
import { formatLatency } from "@/lib/view/format";
import { LATENCY_SIGN, type LatencyRating, latencyRating } from "@/lib/view/sessions";
import { useStage } from "./stage";

const ICON = { circle: Circle, diamond: Diamond, triangle: Triangle };
const TONE: Record<LatencyRating, string> = { ok: "text-ok", slow: "text-tool", bad: "text-err" };

/** What the caller waited, with a sign for how that feels. */
export function WaitChip({ waitMs }: { waitMs: number }) {
  const rating = latencyRating(waitMs, useStage().timeline.waitBounds);
  const { icon, words } = LATENCY_SIGN[rating];
  const Icon = ICON[icon];
  return (
    <span
      title={`The caller waited ${formatLatency(waitMs)}: ${words}`}
      className={cx("inline-flex items-center gap-1 rounded-[6px] border border-line px-1.5", TONE[rating])}
    >
      <Icon aria-hidden className="size-2 fill-current" />
      {formatLatency(waitMs)}
      <span className="sr-only">waited, {words}</span>
    </span>
  );
}
