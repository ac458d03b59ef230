"use client";
import { memo } from "react";
import { type Moment, thinMoments } from "@/lib/view/moments";
import { shareOf, type TimeWindow } from "@/lib/view/time-scale";

interface ZoomErrorsProps {
  moments: Moment[];
  domain: TimeWindow;
}

/** Where something failed, as ticks that stand at every zoom. */
export const ZoomErrors = memo(function ZoomErrors({ moments, domain }: ZoomErrorsProps) {
  const errors = moments.filter((moment) => moment.kind === "error");
  return thinMoments(errors, domain).map((moment) => (
    <i
      key={`${moment.atMs} ${moment.recordId}`}
      data-zoom-error
      className="absolute bottom-0 h-1.5 w-0.5 bg-err"
      style={{ left: `${shareOf(domain, moment.atMs) * 100}%` }}
    />
  ));
});
