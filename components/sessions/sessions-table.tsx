"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { cx } from "@/components/ui/cx";
import type { Session } from "@/lib/model/sessions";
import { lengthMs } from "@/lib/view/sessions";
import { COLUMNS, type Column } from "./columns";
import type { Sort } from "./filters";
import { SessionRow } from "./session-row";
import { useNow } from "./use-now";

interface SessionsTableProps {
  sessions: Session[];
  project: string;
  query: string;
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** The rows belong to the filters before these; the right ones are on their way. */
  isStale: boolean;
}

/** The list. Below 1024 px every row is a card. */
export function SessionsTable({ sessions, project, query, sort, onSort, isStale }: SessionsTableProps) {
  const nowMs = useNow(sessions.some((session) => session.status === "live"));
  const longestMs = sessions.reduce((longest, session) => Math.max(longest, lengthMs(session, nowMs) ?? 0), 0);
  return (
    <table
      aria-label="Sessions"
      aria-busy={isStale}
      className={cx("block w-full border-separate border-spacing-0 text-left lg:table", isStale && "opacity-60")}
    >
      <thead className="max-lg:hidden">
        <tr>
          {COLUMNS.map((column) => (
            <HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      {sessions.map((session) => (
        <SessionRow
          key={session.id}
          session={session}
          project={project}
          query={query}
          nowMs={session.status === "live" ? nowMs : minuteOf(nowMs)}
          longestMs={longestMs}
        />
      ))}
    </table>
  );
}

interface HeadCellProps {
  column: Column;
  sort: Sort;
  onSort: (sort: Sort) => void;
}

function HeadCell({ column, sort, onSort }: HeadCellProps) {
  const [first, second] = column.sort ?? [null, null];
  const isSorted = sort === first || sort === second;
  const Arrow = sort.startsWith("-") ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (sort.startsWith("-") ? "descending" : "ascending") : undefined}
      className={cx("whitespace-nowrap px-3 py-2.25 font-[520] text-mute text-xs", column.className)}
    >
      {first && second ? (
        <button
          type="button"
          onClick={() => onSort(sort === first ? second : first)}
          className={cx("inline-flex items-center gap-1 rounded-sm hover:text-text", isSorted && "text-text")}
        >
          {column.label}
          {isSorted && <Arrow aria-hidden className="size-3" />}
        </button>
      ) : (
        column.label
      )}
    </th>
  );
}

/** Ended rows only ask whether they are of today: they need not be drawn every second. */
function minuteOf(nowMs: number): number {
  return nowMs - (nowMs % 60_000);
}
