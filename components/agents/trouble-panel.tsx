import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import { cx } from "@/components/ui/cx";
import { Panel } from "@/components/ui/panel";
import { formatWhole } from "@/lib/view/format";
import type { Trouble } from "@/lib/view/troubleshooting";
import { WorkerLink } from "./worker-link";

const LOOK = {
  error: { icon: CircleAlert, color: "text-err" },
  warn: { icon: TriangleAlert, color: "text-tool" },
  info: { icon: Info, color: "text-mute" },
};

/** The rows of the table tell the rest. */
const WORKERS_SHOWN = 12;

/** Where the panel is, for the head of a page. */
const ANCHOR = "troubleshooting";

/** In the head of a page: that something is wrong, and where it is told. */
export function TroubleLink({ troubles }: { troubles: Trouble[] }) {
  if (troubles.length === 0) return null;
  const isBad = troubles.some(({ tone }) => tone === "error");
  return (
    <a
      href={`#${ANCHOR}`}
      className={cx(
        "inline-flex items-center gap-1.5 rounded-full border border-line px-2.5 py-0.5 text-sm hover:border-line-strong",
        isBad ? "text-err" : "text-tool",
      )}
    >
      <TriangleAlert aria-hidden className="size-3.5" />
      {troubles.length === 1 ? "One thing needs a look" : `${formatWhole(troubles.length)} things need a look`}
    </a>
  );
}

/** What is wrong, what it means and what to do; nothing while all is well. Below all else, so that nothing moves when it comes. */
export function TroublePanel({ project, troubles }: { project: string; troubles: Trouble[] }) {
  if (troubles.length === 0) return null;
  return (
    <Panel id={ANCHOR} label="Troubleshooting" className="shrink-0 px-4 py-3">
      <h2 className="font-[560]">Troubleshooting</h2>
      <ul className="mt-2 flex flex-col gap-3.5">
        {troubles.map((trouble) => (
          <TroubleItem key={trouble.id} project={project} trouble={trouble} />
        ))}
      </ul>
    </Panel>
  );
}

function TroubleItem({ project, trouble }: { project: string; trouble: Trouble }) {
  const { icon: Icon, color } = LOOK[trouble.tone];
  const { workerIds } = trouble;
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5">
      <Icon aria-hidden className={cx("mt-0.5 size-4", color)} />
      <div className="max-w-3xl">
        <h3 className="break-words font-[540]">{trouble.title}</h3>
        <p className="text-mute text-sm">{trouble.meaning}</p>
        <p className="text-sm">{trouble.todo}</p>
        {workerIds.length > 0 && (
          <p className="mt-1 flex flex-wrap gap-x-3 gap-y-1">
            {workerIds.slice(0, WORKERS_SHOWN).map((id) => (
              <WorkerLink key={id} project={project} worker={id} />
            ))}
            {workerIds.length > WORKERS_SHOWN && (
              <span className="text-mute text-sm">and {formatWhole(workerIds.length - WORKERS_SHOWN)} more</span>
            )}
          </p>
        )}
      </div>
    </li>
  );
}
