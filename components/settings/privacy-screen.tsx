"use client";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { RecordingSwitches } from "./recording-switches";
import { RedactionRules } from "./redaction-rules";
import { RetentionField } from "./retention-field";
import { SettingsHead } from "./settings-head";
import { useProject } from "./use-project";

/** What this project keeps of its calls, for how long, and what is replaced in it. */
export function PrivacyScreen({ slug }: { slug: string }) {
  const { data: project, error, refetch, isFetching } = useProject(slug);
  return (
    <>
      <SettingsHead title="Data and privacy">
        What this project keeps of its callers and agents, for how long, and what is replaced before it is stored.
      </SettingsHead>
      {error && !project && (
        <ErrorState
          title="The settings could not be loaded"
          detail={error.message}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      )}
      {!error && !project && <Loading />}
      {project && (
        <>
          <RecordingSwitches slug={slug} project={project} />
          <RetentionField slug={slug} project={project} />
          <RedactionRules slug={slug} project={project} />
        </>
      )}
    </>
  );
}

/** As tall as the first section, so that little jumps. */
function Loading() {
  return (
    <div className="rounded-xl border border-line bg-panel p-5">
      <p className="sr-only" role="status">
        Loading
      </p>
      {[0, 1, 2, 3, 4].map((line) => (
        <div key={line} className="flex items-center justify-between gap-4 py-3">
          <Skeleton className="h-4 w-2/3" />
          <Skeleton className="h-6 w-11" />
        </div>
      ))}
    </div>
  );
}
