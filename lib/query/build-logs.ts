import type { Readable } from "node:stream";
import { blobs } from "@/lib/blobs";
import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";
import { loadBuildLogKey } from "./deployments";
import { isActive } from "./worker-state";
import { listRecentWorkers } from "./workers";

/** The text of a build log, to be read from any place. */
export interface BuildLogFile {
  sizeBytes: number;
  contentType: string;
  etag: string;
  openRange(start: number, endInclusive: number): Readable;
}

/** The build log of one version. Errors: `not-found`. */
export async function loadBuildLog(scope: ProjectScope, agent: string, version: string): Promise<BuildLogFile> {
  const { blobKey, sizeBytes } = await loadBuildLogKey(scope, agent, version);
  return {
    sizeBytes,
    contentType: "text/plain; charset=utf-8",
    // Each upload has a name of its own.
    etag: blobKey.slice(blobKey.lastIndexOf("/") + 1),
    openRange: (start, end) => blobs().openRange(blobKey, start, end),
  };
}

export interface OldBuildLog {
  agent: string;
  version: string;
  blobKey: string;
}

/** Of each agent so many versions keep their log, whether they run or not. */
const VERSIONS_KEPT = 20;

/** Build logs of versions that do not run and are not among the last 20 of their agent. */
export async function listOldBuildLogs(scope: ProjectScope, nowMs: number): Promise<OldBuildLog[]> {
  const { rows } = await pool().query<OldBuildLog>({
    name: "list-old-build-logs",
    text: `select agent, version, build_log_blob_key as "blobKey" from (
        select agent, version, build_log_blob_key,
          row_number() over (partition by agent order by coalesce(deployed_at, first_seen_at) desc, version desc) as place
        from deployment where project_id = $1
      ) ranked where build_log_blob_key is not null and place > ${VERSIONS_KEPT}`,
    values: [scope.projectId],
  });
  if (rows.length === 0) return [];
  const active = (await listRecentWorkers(scope, null, nowMs)).filter(({ state }) => isActive(state));
  const running = new Set(active.map(({ agent, deployment }) => JSON.stringify([agent, deployment])));
  return rows.filter(({ agent, version }) => !running.has(JSON.stringify([agent, version])));
}

const FILES_AT_ONCE = 500;

/** Texts of build logs of days before `before` that no deployment names: whoever stored them died before he could say whose they are. */
export async function listOrphanedBuildLogs(scope: ProjectScope, before: Date): Promise<string[]> {
  const orphans: string[] = [];
  let keys: string[] = [];
  const look = async () => {
    const { rows } = await pool().query<{ key: string }>({
      name: "list-known-build-logs",
      text: "select build_log_blob_key as key from deployment where project_id = $1 and build_log_blob_key = any ($2::text[])",
      values: [scope.projectId, keys],
    });
    const known = new Set(rows.map(({ key }) => key));
    orphans.push(...keys.filter((key) => !known.has(key)));
    keys = [];
  };
  // store/deployments.ts: build-logs/<project>/<day>/<name>
  for await (const { key } of blobs().list(`build-logs/${scope.projectId}`)) {
    if (!(new Date(`${key.split("/")[2] ?? ""}T00:00:00Z`) < before)) continue;
    if (keys.push(key) >= FILES_AT_ONCE) await look();
  }
  if (keys.length > 0) await look();
  return orphans;
}
