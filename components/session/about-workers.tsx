"use client";
import Link from "next/link";
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
  const path = `/p/${encodeURIComponent(project)}`;
  const lines = new URLSearchParams({ q: `job_id:${id}`, range: "90d" });
  return (
    <>
      <SectionTitle>Worker</SectionTitle>
      <ul className="flex flex-col gap-1">
        {workers.map((worker) => (
          <li key={worker.id}>
            <Link
              href={`${path}/agents/workers/${encodeURIComponent(worker.id)}`}
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
          <Link href={`${path}/logs?${lines}`} className="text-accent text-sm underline-offset-2 hover:underline">
            What it printed for this session
          </Link>
        </li>
      </ul>
    </>
  );
}
