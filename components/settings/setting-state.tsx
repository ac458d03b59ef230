import { ErrorState } from "@/components/ui/error-state";
import { LoadingLines } from "@/components/ui/loading-lines";
import { LoadingPanel } from "@/components/ui/loading-panel";
import { Panel } from "@/components/ui/panel";

interface SettingStateProps {
  /** What could not be loaded: "The keys". */
  what: string;
  error: Error | null;
  onRetry: () => void;
  /** Whether it stands in a section, which has a frame. */
  isInside?: boolean;
}

/** Settings that are still loading, or failed to. */
export function SettingState({ what, error, onRetry, isInside = false }: SettingStateProps) {
  if (!error) return isInside ? <LoadingLines /> : <LoadingPanel />;
  const isRefused = "status" in error && error.status === 403;
  const words = isRefused ? (
    <ErrorState title="This is for owners and admins" detail={error.message} className="py-8" />
  ) : (
    <ErrorState title={`${what} did not load`} detail={error.message} onRetry={onRetry} className="py-8" />
  );
  return isInside ? words : <Panel>{words}</Panel>;
}
