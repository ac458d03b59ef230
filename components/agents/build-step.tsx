import { ChevronRight, CircleAlert, CircleCheck, CircleDashed, SquareTerminal } from "lucide-react";
import { useState } from "react";
import { AnsiText } from "@/components/ui/ansi-text";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import type { BuildLine, BuildStep } from "@/lib/view/build-log";
import { formatPlural } from "@/lib/view/format";

const LOOK: Record<BuildStep["state"], { icon: typeof CircleCheck; color: string; words: string }> = {
  done: { icon: CircleCheck, color: "text-ok", words: "done" },
  cached: { icon: CircleCheck, color: "text-mute", words: "cached" },
  failed: { icon: CircleAlert, color: "text-err", words: "failed" },
  open: { icon: CircleDashed, color: "text-mute", words: "" },
  text: { icon: SquareTerminal, color: "text-mute", words: "" },
};

/** A step of a hundred thousand lines would hold up the page. */
const LINES_SHOWN = 1_000;

interface BuildStepViewProps {
  step: BuildStep;
  isOpen: boolean;
  /** null: it cannot be folded now. */
  onToggle: (() => void) | null;
}

/** One step of a build: its head, and what it printed when it is unfolded. */
export function BuildStepView({ step, isOpen, onToggle }: BuildStepViewProps) {
  const { icon: Icon, color, words } = LOOK[step.state];
  const hasLines = step.lines.length > 0;
  return (
    <li className="border-line [&+&]:border-t">
      <button
        type="button"
        aria-expanded={hasLines ? isOpen : undefined}
        disabled={!hasLines || onToggle === null}
        onClick={onToggle ?? undefined}
        className="flex min-h-9 w-full items-center gap-2 px-3 py-1.5 text-left outline-offset-[-2px] hover:bg-raise disabled:cursor-default disabled:hover:bg-transparent"
      >
        <ChevronRight
          aria-hidden
          className={cx("size-3.5 shrink-0 text-faint", isOpen && "rotate-90", !hasLines && "invisible")}
        />
        <Icon aria-hidden className={cx("size-3.5 shrink-0", color)} />
        {step.mark && <span className="mono shrink-0 text-faint">{step.mark}</span>}
        <span className={cx("mono min-w-0 flex-1 truncate", step.state === "failed" && "text-err")} title={step.name}>
          {step.name}
        </span>
        {hasLines && (
          <span className="shrink-0 text-faint text-sm max-sm:hidden">{formatPlural(step.lines.length, "line")}</span>
        )}
        <span className={cx("w-11 shrink-0 text-sm", color)}>{words}</span>
        <span className="mono w-14 shrink-0 text-right text-mute tabular-nums">{step.durationText}</span>
      </button>
      {isOpen && hasLines && <StepLines lines={step.lines} name={step.name} />}
    </li>
  );
}

function StepLines({ lines, name }: { lines: BuildLine[]; name: string }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? lines : lines.slice(-LINES_SHOWN);
  return (
    <div className="bg-bg">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section aria-label={`Output of ${name}`} tabIndex={0} className="overflow-x-auto py-1.5 outline-offset-[-2px]">
        {shown.length < lines.length && (
          <Button variant="ghost" size="sm" className="mx-3 mb-1" onClick={() => setWhole(true)}>
            Show {formatPlural(lines.length - shown.length, "line")} before
          </Button>
        )}
        <ol className="mono w-max min-w-full">
          {shown.map(({ number, text, atText, isError }) => (
            <li key={number} className={cx("flex gap-3 px-3 leading-5 hover:bg-raise", isError && "text-err")}>
              <span aria-hidden className="w-10 shrink-0 select-none text-right text-faint">
                {number}
              </span>
              <span className="w-14 shrink-0 text-right text-faint tabular-nums max-sm:hidden">{atText}</span>
              <span className="whitespace-pre pr-3">
                <AnsiText text={text || " "} />
              </span>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}
