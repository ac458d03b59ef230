import { ErrorState } from "./error-state";
import { Panel } from "./panel";

interface FailedPanelProps {
  /** "The keys did not load" */
  title: string;
  query: { error: Error | null; isFetching: boolean; refetch: () => unknown };
}

/** In the place of what could not be loaded: why, and the way to try again. */
export function FailedPanel({ title, query }: FailedPanelProps) {
  return (
    <Panel>
      <ErrorState
        title={title}
        detail={query.error?.message}
        onRetry={() => void query.refetch()}
        isRetrying={query.isFetching}
      />
    </Panel>
  );
}
