import { CircleAlert, CircleDashed, CircleDot, CircleMinus, CirclePause } from "lucide-react";
import { cx } from "@/components/ui/cx";
import type { Worker } from "@/lib/model/workers";
import { type StateMark, stateMark } from "@/lib/view/workers";

/** Shape and words tell what the colour says. */
const LOOK: Record<StateMark["tone"], { icon: typeof CircleDot; color: string }> = {
  ok: { icon: CircleDot, color: "text-ok" },
  wait: { icon: CircleDashed, color: "text-mute" },
  warn: { icon: CirclePause, color: "text-tool" },
  error: { icon: CircleAlert, color: "text-err" },
  quiet: { icon: CircleMinus, color: "text-mute" },
};

/** What a worker is doing, or how it ended. */
export function StateChip({ worker }: { worker: Worker }) {
  const { text, tone, title } = stateMark(worker);
  const { icon: Icon, color } = LOOK[tone];
  return (
    <span title={title} className={cx("inline-flex items-center gap-1.5 whitespace-nowrap", color)}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {text}
    </span>
  );
}
