import { useRef } from "react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Panel } from "@/components/ui/panel";
import type { SessionFilters } from "@/lib/model/views";
import type { Column } from "./columns";
import { NewPill } from "./new-pill";
import { NoHits } from "./no-hits";
import { SessionsTable } from "./sessions-table";
import { TableSkeleton } from "./table-skeleton";
import { useAway } from "./use-away";
import type { ChangeFilters } from "./use-filters";
import { useHeldRows } from "./use-held-rows";
import type { SelectionState } from "./use-selection";
import type { SessionsQueryState } from "./use-sessions";

interface SessionsListProps {
  list: SessionsQueryState;
  project: string;
  filters: SessionFilters;
  change: ChangeFilters;
  columns: Column[];
  picked: SelectionState;
  /** The question whose answer this is. */
  listKey: string;
}

/** The list in each of its states: coming, failed, nothing that matches, and rows. From 1024 px on it scrolls by itself. */
export function SessionsList(props: SessionsListProps) {
  const { list, project, filters, change, columns, picked, listKey } = props;
  const scroller = useRef<HTMLElement>(null);
  const { isAway, goBack } = useAway(scroller);
  const { rows, newCount } = useHeldRows(list.sessions, listKey, isAway || picked.selection.ids.size > 0);
  return (
    <Panel ref={scroller} className="lg:min-h-0 lg:overflow-auto">
      {list.isPending && <TableSkeleton />}
      {list.isError && rows.length === 0 && (
        <ErrorState
          title="The sessions could not be read"
          detail={list.error.message}
          onRetry={() => list.refetch()}
          isRetrying={list.isFetching}
        />
      )}
      {list.isSuccess && rows.length === 0 && <NoHits filters={filters} change={change} />}
      {rows.length > 0 && (
        <>
          <NewPill count={newCount} onShow={goBack} />
          <SessionsTable
            sessions={rows}
            columns={columns}
            project={project}
            query={filters.q}
            sort={filters.sort}
            onSort={(sort) => change({ sort })}
            picked={picked}
            isStale={list.isPlaceholderData}
          />
        </>
      )}
      {list.hasNextPage && !list.isPlaceholderData && <MoreRows list={list} />}
    </Panel>
  );
}

function MoreRows({ list }: { list: SessionsQueryState }) {
  return (
    <div className="sticky left-0 flex justify-center border-line border-t py-3">
      <Button onClick={() => list.fetchNextPage()} disabled={list.isFetchingNextPage}>
        {list.isFetchingNextPage ? "Loading…" : "Load more"}
      </Button>
    </div>
  );
}
