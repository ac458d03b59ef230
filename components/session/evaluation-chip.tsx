import { CircleCheck, CircleHelp, CircleX, Tag } from "lucide-react";
import { Chip } from "@/components/ui/chip";
import { Tooltip } from "@/components/ui/tooltip";
import type { TimelineEvaluation } from "@/lib/model/timeline";

const VERDICT = {
  pass: { Icon: CircleCheck, tone: "ok" as const },
  fail: { Icon: CircleX, tone: "err" as const },
  maybe: { Icon: CircleHelp, tone: "warn" as const },
};

/** A judge's verdict (its reasoning on hover and focus) or a tag that says more than its name. */
export function EvaluationChip({ evaluation }: { evaluation: TimelineEvaluation }) {
  const { name, verdict, reasoning } = evaluation;
  const { Icon, tone } = verdict ? VERDICT[verdict] : { Icon: Tag, tone: "neutral" as const };
  const chip = (
    <Chip tone={tone} tabIndex={reasoning ? 0 : undefined}>
      <Icon aria-hidden className="size-3 shrink-0" />
      <span className="truncate text-mute">{name}</span>
      {verdict}
    </Chip>
  );
  return reasoning ? <Tooltip content={reasoning}>{chip}</Tooltip> : chip;
}
