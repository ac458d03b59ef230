"use client";
import { ListFilter } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Panel } from "@/components/ui/panel";
import { FilterBar } from "./filter-bar";
import { isNarrowed, NO_FILTERS } from "./filters";
import { FirstSession } from "./first-session";
import { ListSummary } from "./list-summary";
import { SessionsTable } from "./sessions-table";
import { TableSkeleton } from "./table-skeleton";
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
      <h1 className="pt-3.5 pb-2.5 font-[620] text-lg tracking-[-0.02em]">Sessions</h1>
      {!isFirstTime && (
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2.5 pb-3">
          <FilterBar filters={filters} change={change} agentNames={list.agentNames} />
          <ListSummary list={list} />
        </div>
      )}
      {isFirstTime ? <FirstSession project={project} /> : <Panel>{body()}</Panel>}
      {list.hasNextPage && !list.isPlaceholderData && (
        <Button className="mt-4 self-center" onClick={() => list.fetchNextPage()} disabled={list.isFetchingNextPage}>
          {list.isFetchingNextPage ? "Loading…" : "Load more"}
        </Button>
      )}
    </main>
  );

  function body() {
    if (list.isPending) return <TableSkeleton />;
    if (list.isError && list.sessions.length === 0) {
      return (
        <ErrorState
          title="The sessions could not be read"
          detail={list.error.message}
          onRetry={() => list.refetch()}
          isRetrying={list.isFetching}
        />
      );
    }
    if (isEmpty) {
      return (
        <EmptyState
          title="Nothing matches"
          icon={<ListFilter className="size-6" />}
          action={<Button onClick={() => change({ ...NO_FILTERS, sort: filters.sort })}>Clear filters</Button>}
        >
          {filters.q === "" ? "No session fits these filters." : `No session with “${filters.q}” fits these filters.`}
        </EmptyState>
      );
    }
    return (
      <SessionsTable
        sessions={list.sessions}
        project={project}
        query={filters.q}
        sort={filters.sort}
        onSort={(sort) => change({ sort })}
        isStale={list.isPlaceholderData}
      />
    );
  }
}
