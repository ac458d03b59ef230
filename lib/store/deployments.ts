import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { blobs } from "@/lib/blobs";
import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";

/**
 * Streams the text of a build log to the blob store. Nothing names it until `saveBuild`.
 * Errors: those of the stream; `too-large` above `bytesMax`; `unavailable`. Then nothing is kept.
 */
export async function saveBuildLogText(
  scope: ProjectScope,
  content: Readable,
  bytesMax: number,
): Promise<{ blobKey: string; sizeBytes: number }> {
  const day = new Date().toISOString().slice(0, 10);
  const blobKey = `build-logs/${scope.projectId}/${day}/${randomUUID()}.log`;
  const { sizeBytes } = await blobs().putStream(blobKey, content, {
    contentType: "text/plain; charset=utf-8",
    bytesMax,
  });
  return { blobKey, sizeBytes };
}

/** Takes back a text that nothing names. */
export async function deleteBuildLogText(blobKey: string): Promise<void> {
  await blobs().delete(blobKey);
}

/** One build of a version, with the text that `saveBuildLogText` has stored. */
export interface NewBuild {
  agent: string;
  version: string;
  commit: string | null;
  deployedBy: string;
  status: "succeeded" | "failed";
  startedAt: Date | null;
  endedAt: Date | null;
  error: string | null;
  blobKey: string;
  sizeBytes: number;
}

/** Keeps the build of a version; one that was built again loses the log of the time before. A commit that is not told stays. */
export async function saveBuild(scope: ProjectScope, build: NewBuild): Promise<void> {
  const { rows } = await pool().query<{ before: string | null }>({
    name: "save-build",
    text: `with known as (
        select build_log_blob_key from deployment where project_id = $1 and agent = $2 and version = $3 for update
      ), saved as (
        insert into deployment as known (project_id, agent, version, commit, deployed_by, build_status, build_started_at,
          build_ended_at, build_log_error, build_log_blob_key, build_log_bytes)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict (project_id, agent, version) do update set
          commit = coalesce(excluded.commit, known.commit), deployed_by = excluded.deployed_by,
          build_status = excluded.build_status, build_started_at = excluded.build_started_at,
          build_ended_at = excluded.build_ended_at, build_log_error = excluded.build_log_error,
          build_log_blob_key = excluded.build_log_blob_key, build_log_bytes = excluded.build_log_bytes
      )
      select build_log_blob_key as before from known`,
    values: [
      ...[scope.projectId, build.agent, build.version, build.commit, build.deployedBy, build.status],
      ...[build.startedAt, build.endedAt, build.error, build.blobKey, build.sizeBytes],
    ],
  });
  const before = rows[0]?.before;
  if (before && before !== build.blobKey) await blobs().delete(before);
}

/** Removes the log of one version, and keeps what else is known of its build. Nothing, when it has another log by now. */
export async function deleteBuildLog(
  scope: ProjectScope,
  { agent, version, blobKey }: { agent: string; version: string; blobKey: string },
): Promise<void> {
  await blobs().delete(blobKey);
  await pool().query({
    name: "forget-build-log",
    text: `update deployment set build_log_blob_key = null
      where project_id = $1 and agent = $2 and version = $3 and build_log_blob_key = $4`,
    values: [scope.projectId, agent, version, blobKey],
  });
}

/**
 * Keeps the versions that workers call themselves by, and when the first of each started: rows of workers go when they are as old
 * as the project keeps lines.
 */
export async function saveSeenDeployments(scope: ProjectScope): Promise<void> {
  await pool().query({
    name: "save-seen-deployments",
    text: `insert into deployment as known (project_id, agent, version, first_seen_at, deployed_at)
      select project_id, agent, deployment, min(started_at), min(started_at) from worker
      where project_id = $1 and deployment <> '' group by project_id, agent, deployment
      on conflict (project_id, agent, version) do update set
        first_seen_at = least(known.first_seen_at, excluded.first_seen_at),
        deployed_at = least(known.deployed_at, excluded.deployed_at)
        where known.deployed_at is null or known.deployed_at > excluded.deployed_at
          or known.first_seen_at > excluded.first_seen_at`,
    values: [scope.projectId],
  });
}
