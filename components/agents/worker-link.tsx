import Link from "next/link";
import type { CSSProperties } from "react";
import { workerPath } from "@/lib/view/paths";
import { replicaHue } from "@/lib/view/replicas";

/** A worker's id in its colour, which is the same in the logs, leading to its page. */
export function WorkerLink({ project, worker }: { project: string; worker: string }) {
  return (
    <Link
      href={workerPath(project, worker)}
      title={worker}
      style={{ "--hue": replicaHue(worker) } as CSSProperties}
      className="mono block max-w-52 truncate rounded-sm text-[oklch(var(--replica)_var(--hue))] underline-offset-2 hover:underline"
    >
      {worker}
    </Link>
  );
}
