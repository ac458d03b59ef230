import { gzipSync } from "node:zlib";
import { allScopes } from "@/lib/access/scopes";
import { appendEntries } from "@/lib/journal/append";
import { log } from "@/lib/log";
import type { JobNotice } from "@/lib/model/journal";
import type { StoredLine } from "@/lib/model/lines";
import type { ProjectScope } from "@/lib/model/scope";
import { toJobFailure } from "@/lib/normalise/job-failure";
import { listJobLines } from "@/lib/query/job-lines";
import { toLine } from "@/lib/query/line-rows";
import { loadProject } from "@/lib/query/projects";
import { listQuietJobs, type QuietJob } from "@/lib/query/quiet-jobs";
import { setJobsChecked } from "@/lib/store/worker-jobs";

/** Jobs of one project that are looked at in one round; each reads a few hundred lines. */
const JOBS_MAX = 50;

/**
 * Finds jobs that failed before their session began, by what their workers printed, and gives each an entry of the journal, of which
 * the digest makes a failed session. One that telemetry has come of is a session already, one that ran well without recording is
 * nobody's business, and a project that records nothing gets none. `clock` is handed in, so that tests can be later.
 */
export async function findFailedJobs(clock: () => Date = () => new Date()): Promise<{ isMore: boolean }> {
  let isMore = false;
  for (const scope of await allScopes()) {
    const jobs = await listQuietJobs(scope, JOBS_MAX, clock().getTime());
    if (jobs.length === 0) continue;
    const { recording } = await loadProject(scope);
    for (const job of jobs) {
      if (job.hasSession || !recording.enabled) continue;
      await lookAt(scope, job, { withLines: recording.logs });
    }
    await setJobsChecked(
      scope,
      jobs.map(({ worker, jobId, lastAt }) => ({ worker: worker.id, jobId, lastAt })),
      clock(),
    );
    isMore ||= jobs.length >= JOBS_MAX;
  }
  return { isMore };
}

async function lookAt(scope: ProjectScope, job: QuietJob, { withLines }: { withLines: boolean }): Promise<void> {
  const { lines, isCut } = await listJobLines(scope, job);
  const { jobId, roomName, worker } = job;
  const leftAt = worker.endedAt ?? worker.lastSeenAt;
  const workerLeftMs = Date.parse(leftAt) - job.firstAt.getTime();
  const reason = toJobFailure({ jobId, roomName, lines: lines.map(toLine), worker, workerLeftMs });
  if (reason === null) return;
  const notice = toNotice(job, reason, withLines ? lines : []);
  if (isCut && withLines) notice.linesLeftOut = Math.max(1, notice.linesLeftOut);
  // The same lines make the same bytes: found twice, by two processes, it counts once.
  const body = gzipSync(JSON.stringify(notice));
  const entry = { sessionId: jobId, signal: "job", encoding: "json", recordCount: 1, endsSession: true } as const;
  await appendEntries(scope, [{ ...entry, body }]);
  log.info("failed job", { project: scope.projectId, session: jobId, worker: worker.id, reason });
}

/** A traceback of a megabyte is no help, and the entry is read each time that the session is. */
const NOTICE_CHARS_MAX = 512 * 1024;

function toNotice({ worker, jobId, ...job }: QuietJob, reason: string, lines: readonly StoredLine[]): JobNotice {
  const kept: StoredLine[] = [];
  let chars = 0;
  // The end tells what went wrong, so it is what stays.
  for (const line of lines.toReversed()) {
    chars += line.raw.length;
    if (chars > NOTICE_CHARS_MAX) break;
    kept.unshift(line);
  }
  const own = lines.filter(({ sessionId }) => sessionId === jobId);
  return {
    agent: worker.agent,
    deployment: worker.deployment,
    worker: worker.id,
    livekitWorkerId: worker.livekitId,
    roomId: job.roomId,
    roomName: job.roomName,
    reason,
    firstAtMs: job.firstAt.getTime(),
    lastAtMs: Math.max(job.lastAt.getTime(), ...own.map(({ at }) => at.getTime())),
    lines: kept.map(({ at, level, stream, raw }) => ({ atMs: at.getTime(), level, stream, raw })),
    linesLeftOut: lines.length - kept.length,
  };
}
