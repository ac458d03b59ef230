import Link from "next/link";
import { DataTable, Figure } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { TimeText } from "@/components/ui/time-text";
import type { WorkerJob } from "@/lib/model/workers";
import { formatDuration, formatWhole } from "@/lib/view/format";
import { sessionPath } from "@/lib/view/paths";
import { jobResult } from "@/lib/view/workers";
import { SectionHead } from "./section-head";

const HEADS = [
  "Started",
  "Session",
  "Job",
  { text: "Length", isFigure: true },
  { text: "Errors", isFigure: true },
  "Result",
];

interface WorkerJobsProps {
  project: string;
  jobs: WorkerJob[];
  nowMs: number;
}

/** The requests that a worker took: each with its session where it became one. */
export function WorkerJobs({ project, jobs, nowMs }: WorkerJobsProps) {
  return (
    <section>
      <SectionHead title="Sessions">the jobs that it took, latest first</SectionHead>
      {jobs.length === 0 ? (
        <Panel>
          <EmptyState title="No job yet" className="py-8">
            None of its lines names a job, and no session names it.
          </EmptyState>
        </Panel>
      ) : (
        <DataTable label="Sessions" heads={HEADS}>
          {jobs.map((job) => (
            <JobRow key={job.jobId} project={project} job={job} nowMs={nowMs} />
          ))}
        </DataTable>
      )}
    </section>
  );
}

function JobRow({ project, job, nowMs }: { project: string; job: WorkerJob; nowMs: number }) {
  const { text, isTrouble } = jobResult(job);
  const name = job.roomName ?? job.roomId ?? job.jobId;
  const lengthMs = job.state === "running" ? nowMs - Date.parse(job.startedAt) : job.durationMs;
  return (
    <tr>
      <td>
        <TimeText at={job.startedAt} nowMs={nowMs} />
      </td>
      <td className="max-w-64">
        {job.sessionId === null ? (
          <span className="mono block truncate text-mute" title="It became no session: it was not recorded.">
            {name}
          </span>
        ) : (
          <Link
            href={sessionPath(project, job.sessionId)}
            className="mono block truncate rounded-sm underline-offset-2 hover:underline"
          >
            {name}
          </Link>
        )}
      </td>
      <td className="mono whitespace-nowrap text-mute">{job.jobId}</td>
      <Figure>{`${formatDuration(lengthMs)}${job.state === "running" ? "…" : ""}`}</Figure>
      <Figure tone={job.errorCount > 0 ? "error" : "quiet"}>{formatWhole(job.errorCount)}</Figure>
      <td className="max-w-80 max-sm:whitespace-nowrap">
        <span className={isTrouble ? "text-err" : undefined}>{text}</span>
        {isTrouble && job.lastError && (
          <span className="mono ml-2 block truncate text-mute" title={job.lastError}>
            {job.lastError}
          </span>
        )}
      </td>
    </tr>
  );
}
