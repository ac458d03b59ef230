"use client";
import { type ReactNode, useCallback, useRef } from "react";
import { cx } from "@/components/ui/cx";
import type { Session } from "@/lib/model/sessions";
import { lengthMs } from "@/lib/view/sessions";
import type { Column } from "./columns";
import type { Sort } from "./filters";
import { HeadCell } from "./head-cell";
import { useReturnFocus } from "./opened-row";
import { PickBox } from "./pick-box";
import { SessionRow } from "./session-row";
import { useNow } from "./use-now";
import { useRowKeys } from "./use-row-keys";
import type { SelectionState } from "./use-selection";

interface SessionsTableProps {
  sessions: Session[];
  columns: Column[];
  project: string;
  query: string;
  sort: Sort;
  onSort: (sort: Sort) => void;
  picked: SelectionState;
  /** The rows belong to the filters before these; the right ones are on their way. */
  isStale: boolean;
}

/** The list. Below 1024 px every row is a card. */
export function SessionsTable({
  sessions,
  columns,
  project,
  query,
  sort,
  onSort,
  picked,
  isStale,
}: SessionsTableProps) {
  const table = useRef<HTMLTableElement>(null);
  const nowMs = useNow(sessions.some((session) => session.status === "live"));
  const longestMs = sessions.reduce((longest, session) => Math.max(longest, lengthMs(session, nowMs) ?? 0), 0);
  const order = useRef<string[]>([]);
  order.current = sessions.map(({ id }) => id);
  const onPick = useCallback((id: string, reach: boolean) => picked.pick(order.current, id, reach), [picked.pick]);
  const onPickDrawn = () => picked.pickDrawn(order.current);
  useRowKeys({ list: table, onPick, onClear: picked.clear });
  useReturnFocus(table);
  const { ids, isAll } = picked.selection;
  const hasAll = isAll || (sessions.length > 0 && sessions.every(({ id }) => ids.has(id)));
  return (
    <table
      ref={table}
      aria-label="Sessions"
      aria-busy={isStale}
      className={cx("block w-full border-separate border-spacing-0 text-left lg:table", isStale && "opacity-60")}
    >
      <TableHead columns={columns} sort={sort} onSort={onSort}>
        <PickBox label="Select all rows" isOn={hasAll} isPartly={!hasAll && ids.size > 0} onPick={onPickDrawn} />
      </TableHead>
      {sessions.map((session) => (
        <SessionRow
          key={session.id}
          session={session}
          columns={columns}
          project={project}
          query={query}
          nowMs={session.status === "live" ? nowMs : minuteOf(nowMs)}
          longestMs={longestMs}
          isPicked={isAll || ids.has(session.id)}
          onPick={onPick}
        />
      ))}
    </table>
  );
}

interface TableHeadProps {
  columns: Column[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** Picks all rows. */
  children: ReactNode;
}

function TableHead({ columns, sort, onSort, children }: TableHeadProps) {
  return (
    <thead className="max-lg:hidden">
      <tr>
        <th scope="col" className="sticky top-0 z-20 w-8 bg-panel py-2.25 pl-3 align-middle">
          {children}
        </th>
        {columns.map((column) => (
          <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
        ))}
      </tr>
    </thead>
  );
}

/** Ended rows only ask whether they are of today: they need not be drawn every second. */
function minuteOf(nowMs: number): number {
  return nowMs - (nowMs % 60_000);
}
