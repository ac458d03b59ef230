"use client";
import { useEffect, useMemo, useRef } from "react";
import { type LogsAddress, spanOf } from "@/lib/view/line-address";
import { type LineRow, mergeLines, toRows } from "@/lib/view/line-list";
import { type LinesQueryState, useLines } from "./use-lines";
import { type Tail, useTail } from "./use-tail";

export interface LogRows {
  rows: readonly LineRow[];
  list: LinesQueryState;
  tail: Tail;
  /** The rows are those of the question before; the right ones are on their way. */
  isStale: boolean;
  /** Names the question: another one begins at the end again. */
  listKey: string;
  anchor: LogsAddress["line"];
}

/** Stored lines and those that come, as rows by time, each once. `isValid`: the filter can be understood. */
export function useLogRows(project: string, address: LogsAddress, isValid: boolean): LogRows {
  const { q, range, from, to, isLive } = address;
  const span = useMemo(() => spanOf(address, Date.now()), [q, range, from, to, isLive]);
  const listKey = JSON.stringify([q, range, from, to, isLive]);
  const anchor = useAnchor(address, listKey);
  const tail = useTail(isLive && isValid ? { project, q } : null);
  const question = { project, q, ...span, anchorAt: anchor?.at ?? null };
  const list = useLines(question, isValid && (!isLive || tail.hasBegun));
  useLookFurther(list);
  const { shown, leftOut, forgottenCount } = tail.live;
  const rows = useMemo(() => {
    // Once live lines had to go, what is older than them is not shown either: there would be a hole.
    const lines = forgottenCount > 0 ? [...shown] : mergeLines(list.lines, shown);
    return toRows(lines, leftOut);
  }, [list.lines, shown, leftOut, forgottenCount]);
  const kept = useRef<readonly LineRow[]>([]);
  const isStale = list.isPending && rows.length === 0 && kept.current.length > 0;
  if (!isStale) kept.current = rows;
  return { rows: kept.current, list, tail, isStale, listKey, anchor };
}

/** A page may end before anything was found, because looking took long: then the next one goes on. */
function useLookFurther(list: LinesQueryState): void {
  const { isFetching, isError, hasNextPage, fetchNextPage } = list;
  const isWanted = list.lines.length === 0 && hasNextPage && !isFetching && !isError;
  useEffect(() => {
    if (isWanted) void fetchNextPage();
  }, [isWanted, fetchNextPage]);
}

/** The line that the address named when the screen was opened, as long as nothing else is asked for. */
function useAnchor(address: LogsAddress, listKey: string): LogsAddress["line"] {
  const opened = useRef({ listKey, line: address.line });
  return opened.current.listKey === listKey ? opened.current.line : null;
}
