import { SearchX } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LoadingPanel } from "@/components/ui/loading-panel";
import { Panel } from "@/components/ui/panel";

interface ScreenFrameProps {
  /** Screens above this one, from the top. */
  above?: { text: string; href: string }[];
  title: ReactNode;
  /** Facts beside the title. */
  facts?: ReactNode;
  /** At the end of the line. */
  action?: ReactNode;
  /** Why what is shown is no longer asked for with success. */
  failure?: Error | null;
  children: ReactNode;
}

/** The frame that all pages of agents share: where one is, what it is, what is known of it. */
export function ScreenFrame({ above = [], title, facts, action, failure, children }: ScreenFrameProps) {
  return (
    <main id="content" className="mx-auto flex w-full max-w-[1600px] flex-1 flex-col gap-3 px-4 pb-8">
      <header className="pt-3.5">
        {above.length > 0 && (
          <nav aria-label="Breadcrumb" className="flex flex-wrap items-center gap-x-1.5 text-mute text-sm">
            {above.map(({ text, href }) => (
              <span key={href} className="flex min-w-0 items-center gap-x-1.5">
                <Link href={href} className="truncate rounded-sm hover:text-text hover:underline">
                  {text}
                </Link>
                <span aria-hidden>▸</span>
              </span>
            ))}
          </nav>
        )}
        <div className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1.5">
          <h1 className="min-w-0 break-words font-[620] text-xl tracking-[-0.02em]">{title}</h1>
          {facts}
          {failure && (
            <p role="status" className="text-tool">
              Not moving: {failure.message}
            </p>
          )}
          <span className="flex-1" />
          {action}
        </div>
      </header>
      {children}
    </main>
  );
}

interface PendingProps {
  /** What could not be loaded: "The agents". */
  what: string;
  error: Error | null;
  onRetry: () => void;
}

/** A page that is still loading, or failed to. */
export function Pending({ what, error, onRetry }: PendingProps) {
  if (error) {
    const isGone = "status" in error && error.status === 404;
    return (
      <Panel>
        {isGone ? (
          <EmptyState title="There is nothing here" icon={<SearchX className="size-6" />}>
            {error.message}
          </EmptyState>
        ) : (
          <ErrorState title={`${what} did not load`} detail={error.message} onRetry={onRetry} />
        )}
      </Panel>
    );
  }
  return <LoadingPanel />;
}
