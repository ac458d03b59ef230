import { ErrorState } from "@/components/ui/error-state";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";

interface SettingStateProps {
  /** What could not be loaded: "The keys". */
  what: string;
  error: Error | null;
  onRetry: () => void;
}

/** A page of settings that is still loading, or failed to. */
export function SettingState({ what, error, onRetry }: SettingStateProps) {
  if (error) {
    const isRefused = "status" in error && error.status === 403;
    return isRefused ? (
      <ErrorState title="This is for owners and admins" detail={error.message} />
    ) : (
      <ErrorState title={`${what} did not load`} detail={error.message} onRetry={onRetry} />
    );
  }
  return (
    <Panel className="flex flex-col gap-3 p-4">
      <span role="status" className="sr-only">
        Loading
      </span>
      <Skeleton className="h-4 w-40" />
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-4 w-2/3" />
    </Panel>
  );
}
