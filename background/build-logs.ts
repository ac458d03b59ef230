import { allScopes } from "@/lib/access/scopes";
import { log } from "@/lib/log";
import { listOldBuildLogs, listOrphanedBuildLogs } from "@/lib/query/build-logs";
import { deleteBuildLog, deleteBuildLogText, saveSeenDeployments } from "@/lib/store/deployments";

/** An upload is over by then: a connection that is silent for two minutes is ended (server.ts). */
const UPLOADED_WITHIN_MS = 24 * 3600 * 1000;

/**
 * Remembers the versions that workers named, and removes the logs of builds that nobody runs any more (but of the last 20) and texts
 * that never became anybody's. `clock` is handed in, so that tests can be a day later.
 */
export async function tidyBuildLogs(clock: () => Date = () => new Date()): Promise<{ isMore: boolean }> {
  const now = clock();
  for (const scope of await allScopes()) {
    await saveSeenDeployments(scope);
    const old = await listOldBuildLogs(scope, now.getTime());
    for (const one of old) await deleteBuildLog(scope, one);
    const orphans = await listOrphanedBuildLogs(scope, new Date(now.getTime() - UPLOADED_WITHIN_MS));
    for (const key of orphans) await deleteBuildLogText(key);
    if (old.length + orphans.length > 0) {
      log.info("build logs removed", { project: scope.projectId, old: old.length, orphans: orphans.length });
    }
  }
  return { isMore: false };
}
