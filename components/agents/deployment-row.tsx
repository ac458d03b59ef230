import { CircleAlert, CircleCheck } from "lucide-react";
import Link from "next/link";
import { cx } from "@/components/ui/cx";
import { Figure } from "@/components/ui/data-table";
import { TimeText } from "@/components/ui/time-text";
import type { Build, Deployment } from "@/lib/model/agents";
import { formatDuration, formatWhole } from "@/lib/view/format";
import { buildLogPath } from "./agents-url";

interface DeploymentRowProps {
  project: string;
  deployment: Deployment;
  nowMs: number;
}

/** One version of an agent. */
export function DeploymentRow({ project, deployment, nowMs }: DeploymentRowProps) {
  const { agent, version, commit, build, activeWorkerCount } = deployment;
  return (
    <tr>
      <td className="mono max-w-64 truncate" title={version}>
        {version}
      </td>
      <td className="whitespace-nowrap">
        <Status deployment={deployment} />
      </td>
      <td className="mono max-w-40 truncate text-mute" title={commit ?? undefined}>
        {commit?.slice(0, COMMIT_SHOWN) ?? "–"}
      </td>
      <td>
        <TimeText at={deployment.deployedAt} nowMs={nowMs} />
      </td>
      <td className="max-w-44 truncate text-mute">{deployment.deployedBy ?? "–"}</td>
      <Figure tone={activeWorkerCount === 0 ? "quiet" : undefined}>{formatWhole(activeWorkerCount)}</Figure>
      <td className="whitespace-nowrap">
        {build === null ? (
          <span className="text-faint">–</span>
        ) : (
          <BuildMark build={build} href={buildLogPath(project, agent, version)} version={version} />
        )}
      </td>
    </tr>
  );
}

/** As git shows it. */
const COMMIT_SHOWN = 12;

function Status({ deployment }: { deployment: Deployment }) {
  const { isActive, isCurrent, isDraining, deployedAt } = deployment;
  if (isDraining) return <span className="text-tool">draining</span>;
  if (isActive) return <span className="text-ok">{isCurrent ? "current" : "active"}</span>;
  if (isCurrent) return <span className="text-mute">current, not running</span>;
  return <span className="text-mute">{deployedAt === null ? "not deployed yet" : "replaced"}</span>;
}

function BuildMark({ build, href, version }: { build: Build; href: string; version: string }) {
  const isFailed = build.status === "failed";
  const Icon = isFailed ? CircleAlert : CircleCheck;
  const words = (
    <>
      <Icon aria-hidden className="size-3.5" />
      {build.status}
      {build.durationMs !== null && <span className="mono text-mute">{formatDuration(build.durationMs)}</span>}
    </>
  );
  const look = cx("inline-flex items-center gap-1.5", isFailed ? "text-err" : "text-ok");
  if (!build.hasLog) {
    return (
      <span className={look} title="Its log was removed: logs are kept while a version runs and of the last 20.">
        {words}
      </span>
    );
  }
  return (
    <Link
      href={href}
      aria-label={`Build log of ${version}: ${build.status}`}
      className={cx(look, "rounded-sm underline-offset-2 hover:underline")}
    >
      {words}
      <span className="text-mute underline">log</span>
    </Link>
  );
}
