"use client";
import { useEffect, useSyncExternalStore } from "react";
import { toSessionSearch } from "@/lib/view/link";
import type { Row } from "@/lib/view/rows";
import { type Stage, useStage } from "./stage";
import { usePosition } from "./use-clock";

const QUIET_MS = 250;
/** The recording's first sample lies some tens of milliseconds from the session's start: still the beginning. */
const BEGINNING_MS = 100;

/** The link to what is on the screen now, as a whole address. */
export function addressOf(stage: Stage): string {
  return new URL(location.pathname + searchOf(stage), location.origin).href;
}

/** The link to one record at its own time, as a whole address. The list shows its kind there. */
export function addressOfRow(stage: Stage, row: Pick<Row, "id" | "kind" | "atMs">): string {
  const search = toSessionSearch({
    ...{ positionMs: row.atMs, recordId: row.id, find: "", window: null, isTree: stage.isTree },
    shown: new Set([...stage.shown, row.kind]),
  });
  return new URL(location.pathname + search, location.origin).href;
}

/**
 * Keeps the address bar at what is on the screen: selection, filters, zoom, and the position whenever it rests. It replaces
 * the entry of the history: a hundred seeks are not a hundred steps back. A component that draws nothing, so that a zoom
 * or a moving clock does not draw the screen anew.
 */
export function AddressKeeper(): null {
  const stage = useStage();
  const { clock, zoom } = stage;
  useSyncExternalStore(zoom.subscribe, zoom.get, zoom.get);
  const restingMs = usePosition(clock, (positionMs) => (clock.getState().isPlaying ? null : Math.round(positionMs)));
  const search = restingMs === null ? null : searchOf(stage);
  useEffect(() => {
    if (search === null) return;
    const timer = setTimeout(() => {
      if (location.search !== search)
        history.replaceState(history.state, "", location.pathname + search + location.hash);
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [search]);
  return null;
}

function searchOf(stage: Stage): string {
  const positionMs = stage.clock.getPositionMs();
  const { selectedId: recordId, shown, find, isAtNow, zoom, isTree } = stage;
  const isBeginning = Math.abs(positionMs) < BEGINNING_MS;
  return toSessionSearch({
    ...{ recordId, shown, find, isTree, window: zoom.get() },
    positionMs: isBeginning || isAtNow ? null : positionMs,
  });
}
