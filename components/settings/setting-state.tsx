import { ErrorState } from "@/components/ui/error-state";
import { LoadingPanel } from "@/components/ui/loading-panel";

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
  return <LoadingPanel />;
}
