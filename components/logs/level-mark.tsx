import { CircleX, Cog, TriangleAlert } from "lucide-react";
import { cx } from "@/components/ui/cx";
import type { Line } from "@/lib/model/lines";
import { type LineTone, levelOf } from "@/lib/view/lines";

const TEXT: Record<LineTone, string> = {
  error: "text-err",
  warn: "text-tool",
  system: "text-agent",
  plain: "text-mute",
  quiet: "text-faint",
};

const ICON: Partial<Record<LineTone, typeof CircleX>> = { error: CircleX, warn: TriangleAlert, system: Cog };

/** The level in words, colour and, where it matters, a sign. */
export function LevelMark({ line, className }: { line: Pick<Line, "level" | "stream">; className?: string }) {
  const { text, tone } = levelOf(line);
  const Icon = ICON[tone];
  return (
    <span className={cx("mono inline-flex items-center gap-1", TEXT[tone], className)}>
      <span className="grid w-3 place-items-center">{Icon && <Icon aria-hidden className="size-3" />}</span>
      {text}
    </span>
  );
}
