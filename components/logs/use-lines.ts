"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { fetchJson } from "@/components/ui/fetch-json";
import { type Line, LinesAnswer } from "@/lib/model/lines";
import { compareLines, LINES_MAX } from "@/lib/view/line-list";
import { linesUrl } from "./logs-url";

const PAGE_LINES = 200;

export interface LinesQuestion {
  project: string;
  q: string;
  from: string | null;
  to: string | null;
  /** Opens around this instant instead of at the end. */
  anchorAt: string | null;
}

interface PageParam {
  order: "asc" | "desc";
  cursor: string | null;
  from: string | null;
  to: string | null;
}

interface LinesPage extends PageParam {
  /** Earliest first, whichever way they were asked. */
  lines: Line[];
  nextCursor: string | null;
  notice: string | null;
}

/** Stored lines, page by page in both directions: `fetchNextPage` asks for older ones, `fetchPreviousPage` for newer ones. */
export function useLines(question: LinesQuestion, isEnabled: boolean) {
  const { project, q, from, to, anchorAt } = question;
  const query = useInfiniteQuery({
    queryKey: ["lines", question],
    queryFn: ({ pageParam, signal }) => fetchPage(project, q, pageParam, signal),
    initialPageParam: {
      ...{ order: "desc", cursor: null, from },
      to: anchorAt === null ? to : justAfter(anchorAt),
    } as PageParam,
    getNextPageParam: (oldest) => olderParam(oldest, from),
    getPreviousPageParam: (newest) => newerParam(newest, { to, anchorAt }),
    maxPages: LINES_MAX / PAGE_LINES,
    enabled: isEnabled,
    // The lines of a time do not change; what comes is the tail's business.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const pages = query.data?.pages;
  const lines = useMemo(() => inOrder(pages ?? []), [pages]);
  // What an inner page could not look at, the next one did.
  return { ...query, lines, notice: pages?.at(-1)?.notice ?? pages?.[0]?.notice ?? null };
}

export type LinesQueryState = ReturnType<typeof useLines>;

async function fetchPage(project: string, q: string, param: PageParam, signal: AbortSignal): Promise<LinesPage> {
  const url = linesUrl("", { project, q, ...param, limit: PAGE_LINES });
  const { lines, nextCursor, notice } = await fetchJson(LinesAnswer, url, { signal });
  return { ...param, lines: lines.sort(compareLines), nextCursor, notice: notice ?? null };
}

function olderParam(page: LinesPage, from: string | null): PageParam | undefined {
  if (page.order === "desc") return page.nextCursor === null ? undefined : { ...page, ...pick(page.nextCursor) };
  const oldest = page.lines[0];
  return oldest ? { order: "desc", cursor: null, from, to: justAfter(oldest.at) } : undefined;
}

/** Only a list that was opened in the middle, or has let go of its newest pages, has newer ones. */
function newerParam(page: LinesPage, { to, anchorAt }: Pick<LinesQuestion, "to" | "anchorAt">): PageParam | undefined {
  if (page.order === "asc") return page.nextCursor === null ? undefined : { ...page, ...pick(page.nextCursor) };
  if (page.cursor === null && anchorAt === null) return undefined;
  const newest = page.lines.at(-1)?.at ?? anchorAt;
  return newest ? { order: "asc", cursor: null, from: newest, to } : undefined;
}

function pick(cursor: string): Pick<PageParam, "cursor"> {
  return { cursor };
}

/** Ends of ranges are not in them; a line's own millisecond shall be. */
function justAfter(at: string): string {
  return new Date(Date.parse(at) + 1).toISOString();
}

/** Pages that were asked by time overlap in the lines of one millisecond. */
function inOrder(pages: readonly LinesPage[]): Line[] {
  const byId = new Map(pages.flatMap((page) => page.lines).map((line) => [line.id, line]));
  return [...byId.values()].sort(compareLines);
}
