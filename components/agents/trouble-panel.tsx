import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { cx } from "@/components/ui/cx";
import { Panel } from "@/components/ui/panel";
import type { Trouble } from "@/lib/view/troubleshooting";
import { workerPath } from "./agents-url";

const LOOK = {
  error: { icon: CircleAlert, color: "text-err" },
  warn: { icon: TriangleAlert, color: "text-tool" },
  info: { icon: Info, color: "text-mute" },
};

/** More are alike: the rows below tell the rest. */
const SHOWN_MAX = 8;

/** What is wrong, what it means and what to do; nothing while all is well. */
export function TroublePanel({ project, troubles }: { project: string; troubles: Trouble[] }) {
  if (troubles.length === 0) return null;
  return (
    <Panel label="Troubleshooting" className="px-4 py-3">
      <h2 className="font-[560]">Troubleshooting</h2>
      <ul className="mt-2 flex flex-col gap-3">
        {troubles.slice(0, SHOWN_MAX).map((trouble) => (
          <TroubleItem key={trouble.id} project={project} trouble={trouble} />
        ))}
      </ul>
    </Panel>
  );
}

function TroubleItem({ project, trouble }: { project: string; trouble: Trouble }) {
  const { icon: Icon, color } = LOOK[trouble.tone];
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5">
      <Icon aria-hidden className={cx("mt-0.5 size-4", color)} />
      <div className="max-w-3xl">
        <h3 className="break-words font-[540]">
          {trouble.workerId === null ? (
            trouble.title
          ) : (
            <Link
              href={workerPath(project, trouble.workerId)}
              className="rounded-sm underline decoration-line-strong underline-offset-3 hover:decoration-current"
            >
              {trouble.title}
            </Link>
          )}
        </h3>
        <p className="text-mute text-sm">{trouble.meaning}</p>
        <p className="text-sm">{trouble.todo}</p>
      </div>
    </li>
  );
}
