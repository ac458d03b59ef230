"use client";
import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useLayoutEffect, useRef } from "react";
import { cx } from "@/components/ui/cx";
import type { LogsAddress } from "@/lib/view/line-address";
import { termState, withTerm } from "@/lib/view/line-terms";
import { LineRowView } from "./line-row";
import type { Following } from "./lines-panel";
import { ListEdge } from "./list-edge";
import { ResumePill } from "./resume-pill";
import { useLineKeys } from "./use-line-keys";
import { useListScroll } from "./use-list-scroll";
import type { LogRows } from "./use-log-rows";
import type { ChangeLogs } from "./use-logs-address";
import { useRowHeight } from "./use-row-height";

interface LineListProps {
  address: LogsAddress;
  change: ChangeLogs;
  log: LogRows;
  following: Following;
}

const OVERSCAN_ROWS = 8;
/** The first and the last row say what lies beyond. */
const EDGE_HEIGHT_PX = 34;

/** The lines by time, the newest at the foot, as a terminal shows them. Only rows in sight are mounted. */
export function LineList({ address, change, log, following }: LineListProps) {
  const { rows, tail } = log;
  const scroller = useRef<HTMLDivElement>(null);
  const heightPx = useRowHeight();
  // Before the scroll's own effects: on its first look at the element it scrolls to where it thinks that it is.
  const virtual = useWindow(scroller, rows, heightPx);
  const scroll = useListScroll({ scroller, log, heightPx, edgePx: EDGE_HEIGHT_PX, following });
  const open = (key: string) => {
    const row = rows.find((one) => one.key === key);
    if (row?.kind !== "line") return;
    if (address.isLive) scroll.pause();
    change({ line: { id: row.line.id, at: row.line.at }, isLive: address.isLive }, "replace");
  };
  const close = () => change({ line: null, isLive: address.isLive }, "replace");
  useLineKeys({ rows, scroll, selectedId: address.line?.id ?? null, open, close });
  const pick = (worker: string, isOut: boolean) => {
    const state = isOut ? "out" : "in";
    const isSame = termState(address.q, "worker", worker) === state;
    change({ q: withTerm(address.q, { field: "worker", value: worker }, isSame ? null : state), line: null });
  };
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={scroll.onScroll}
        className={cx(
          "min-h-0 flex-1 overflow-y-auto overscroll-contain outline-offset-[-2px] [overflow-anchor:none]",
          log.isStale && "opacity-50",
        )}
      >
        <Rows {...{ virtual, heightPx, address, change, log }} onOpen={open} onPick={pick} />
      </div>
      <ResumePill
        isShown={!following.isFollowing}
        newCount={tail.live.held.length}
        isLive={address.isLive}
        onResume={scroll.resume}
      />
    </div>
  );
}

type RowWindow = Virtualizer<HTMLDivElement, Element>;

/** Which rows are in sight. It needs the scroller's element in its first effect, so it is no part of what lies inside. */
function useWindow(scroller: RefObject<HTMLDivElement | null>, rows: LogRows["rows"], heightPx: number): RowWindow {
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => heightPx,
    overscan: OVERSCAN_ROWS,
    paddingStart: EDGE_HEIGHT_PX,
    paddingEnd: EDGE_HEIGHT_PX,
    getItemKey: (index) => rows[index]?.key ?? index,
    initialRect: { width: 800, height: 600 },
  });
  // Rows of another height are measured anew.
  useLayoutEffect(() => virtual.measure(), [virtual, heightPx]);
  return virtual;
}

interface RowsProps extends Omit<LineListProps, "following"> {
  virtual: RowWindow;
  heightPx: number;
  onOpen: (key: string) => void;
  onPick: (worker: string, isOut: boolean) => void;
}

function Rows({ virtual, heightPx, address, change, log, onOpen, onPick }: RowsProps) {
  const { rows } = log;
  return (
    <ul aria-label="Log lines" className="relative" style={{ height: virtual.getTotalSize() }}>
      <ListEdge side="start" log={log} address={address} change={change} heightPx={EDGE_HEIGHT_PX} />
      {virtual.getVirtualItems().map(({ index, start }) => {
        const row = rows[index];
        if (!row) return null;
        return (
          <li
            key={row.key}
            aria-setsize={rows.length}
            aria-posinset={index + 1}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${start}px)`, height: heightPx }}
          >
            <LineRowView row={row} isSelected={row.key === address.line?.id} onOpen={onOpen} onPick={onPick} />
          </li>
        );
      })}
      <ListEdge side="end" log={log} address={address} change={change} heightPx={EDGE_HEIGHT_PX} />
    </ul>
  );
}
