"use client";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { FilterBar } from "./filter-bar";
import { isNarrowed } from "./filters";
import { FirstSession } from "./first-session";
import { ListSummary } from "./list-summary";
import { SessionsList } from "./sessions-list";
import { useFilters } from "./use-filters";
import { useSessions } from "./use-sessions";

/** The front door: every session of the project, newest first, moving while they run. */
export function SessionsScreen({ project }: { project: string }) {
  const { filters, change } = useFilters();
  const list = useSessions(project, filters);
  const isEmpty = list.isSuccess && !list.isPlaceholderData && list.sessions.length === 0;
  const isFirstTime = isEmpty && !isNarrowed(filters);
  return (
    <main id="content" className="flex flex-1 flex-col px-4 pb-8">
      <div className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-2.5 pt-3.5 pb-3">
        <h1 className="font-[620] text-xl tracking-[-0.02em]">Sessions</h1>
        {!isFirstTime && (
          <>
            <FilterBar filters={filters} change={change} agentNames={list.agentNames} />
            <ListSummary list={list} />
          </>
        )}
      </div>
      {isFirstTime ? (
        <FirstSession project={project} />
      ) : (
        <Panel>
          <SessionsList list={list} project={project} filters={filters} change={change} />
        </Panel>
      )}
      {list.hasNextPage && !list.isPlaceholderData && (
        <Button className="mt-4 self-center" onClick={() => list.fetchNextPage()} disabled={list.isFetchingNextPage}>
          {list.isFetchingNextPage ? "Loading…" : "Load more"}
        </Button>
      )}
    </main>
  );
}
