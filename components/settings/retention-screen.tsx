"use client";
import Link from "next/link";
import { projectPath } from "@/lib/view/paths";
import { Erasures } from "./erasures";
import { HeldSessions } from "./held-sessions";
import { ImprovementProgramme } from "./improvement-programme";
import { RetentionRuns } from "./retention-runs";
import { SettingsHead } from "./settings-head";
import { useProject } from "./use-project";

/** What is deleted and when, what is not, and how somebody's data is found and erased. */
export function RetentionScreen({ project }: { project: string }) {
  const { data } = useProject(project);
  return (
    <>
      <SettingsHead title="Retention">
        {data ? (
          <>
            Sessions are kept for <b className="text-text">{data.retention.sessionDays} days</b> after their end.{" "}
            <Link href={projectPath(project, "settings/privacy")} className="text-text underline underline-offset-2">
              Change the days
            </Link>
          </>
        ) : (
          "How long sessions are kept."
        )}
      </SettingsHead>
      <RetentionRuns project={project} />
      <HeldSessions project={project} />
      <Erasures project={project} />
      <ImprovementProgramme project={project} />
    </>
  );
}
