"use client";
import Link from "next/link";
import { projectPath, workerPath } from "@/lib/view/paths";
import { stateMark } from "@/lib/view/workers";
import { SectionTitle } from "./section-title";
import { useStage } from "./stage";
import { useWorkers } from "./use-workers";

/** The worker that ran the session, as a link to its page, and to what was printed for it. */
export function AboutWorkers() {
  const { project } = useStage();
  return project === null ? null : <Workers project={project} />;
}

function Workers({ project }: { project: string }) {
  const { id } = useStage().timeline.session;
  const workers = useWorkers(project, id).data?.workers ?? [];
  if (workers.length === 0) return null;
  const lines = new URLSearchParams({ q: `job_id:${id}`, range: "90d" });
  return (
    <>
      <SectionTitle>Worker</SectionTitle>
      <ul className="flex flex-col gap-1">
        {workers.map((worker) => (
          <li key={worker.id}>
            <Link
              href={workerPath(project, worker.id)}
              className="mono break-all text-accent underline-offset-2 hover:underline"
            >
              {worker.id}
            </Link>{" "}
            <span className="text-mute text-sm">
              {[worker.host, worker.deployment, stateMark(worker).text].filter(Boolean).join(" · ")}
            </span>
          </li>
        ))}
        <li>
          <Link
            href={`${projectPath(project, "logs")}?${lines}`}
            className="text-accent text-sm underline-offset-2 hover:underline"
          >
            What it printed for this session
          </Link>
        </li>
      </ul>
    </>
  );
}
