import type { Deployment } from "@/lib/model/agents";
import { formatBytes, formatDateTime, formatDuration } from "@/lib/view/format";

/** Who built what, when, how long it took and how it ended. */
export function BuildFacts({ deployment }: { deployment: Deployment }) {
  const { build, commit, deployedBy, firstSeenAt } = deployment;
  if (!build) return null;
  const facts = [
    commit && `commit ${commit}`,
    deployedBy && `by ${deployedBy}`,
    formatDateTime(build.endedAt ?? firstSeenAt),
    build.durationMs !== null && `took ${formatDuration(build.durationMs)}`,
    formatBytes(build.sizeBytes),
  ].filter(Boolean);
  return (
    <p className="min-w-0 break-words text-mute">
      <span className={build.status === "failed" ? "text-err" : "text-ok"}>{build.status}</span> · {facts.join(" · ")}
    </p>
  );
}
