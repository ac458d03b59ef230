import { ArrowDown } from "lucide-react";
import { formatWhole } from "@/lib/view/format";

interface ResumePillProps {
  isShown: boolean;
  newCount: number;
  isLive: boolean;
  onResume: () => void;
}

/** The way back to the end; live with how many lines wait there. */
export function ResumePill({ isShown, newCount, isLive, onResume }: ResumePillProps) {
  if (!isShown) return null;
  const text = isLive ? (newCount > 0 ? `Resume (${formatWhole(newCount)} new)` : "Resume") : "To the end";
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-3 z-10 text-center">
      <button
        type="button"
        onClick={onResume}
        className="pointer-events-auto inline-flex items-center gap-1.5 rounded-full border border-line-strong bg-text px-3 py-1 font-[540] text-bg tabular-nums shadow-float"
      >
        <ArrowDown aria-hidden className="size-3.5" />
        {text}
      </button>
    </div>
  );
}
