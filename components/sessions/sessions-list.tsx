import { ListFilter } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { NO_FILTERS, type SessionsFilters } from "./filters";
import { SessionsTable } from "./sessions-table";
import { TableSkeleton } from "./table-skeleton";
import type { ChangeFilters } from "./use-filters";
import type { SessionsQueryState } from "./use-sessions";

interface SessionsListProps {
  list: SessionsQueryState;
  project: string;
  filters: SessionsFilters;
  change: ChangeFilters;
}

/** The list in each of its states: coming, failed, nothing that matches, and rows. */
export function SessionsList({ list, project, filters, change }: SessionsListProps) {
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
  if (list.sessions.length === 0) {
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
    <div className="overflow-x-auto">
      <SessionsTable
        sessions={list.sessions}
        project={project}
        query={filters.q}
        sort={filters.sort}
        onSort={(sort) => change({ sort })}
        isStale={list.isPlaceholderData}
      />
    </div>
  );
}
