"use client";
import { useEffect, useRef } from "react";
import { toSessionSearch } from "@/lib/view/link";
import type { Row } from "@/lib/view/rows";
import { type Stage, useStage } from "./stage";

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
 * Keeps the address bar at what is on the screen: selection, filters and words at once, zoom and position when they rest. It
 * replaces the entry of the history: a hundred seeks are not a hundred steps back; and writes no faster than browsers let it. It
 * draws nothing: neither a zoom nor a moving clock is drawn by it.
 */
export function AddressKeeper(): null {
  const stage = useStage();
  const { clock, zoom } = stage;
  const latest = useRef(stage);
  latest.current = stage;
  const onChoice = useRef<() => void>(() => {});
  useEffect(() => {
    let [restTimer, choiceTimer]: (ReturnType<typeof setTimeout> | undefined)[] = [];
    let writtenMs = performance.now();
    const write = () => {
      clearTimeout(choiceTimer);
      writtenMs = performance.now();
      const search = searchOf(latest.current);
      if (location.search !== search)
        history.replaceState(history.state, "", location.pathname + search + location.hash);
    };
    const onMove = () => {
      clearTimeout(restTimer);
      restTimer = setTimeout(() => {
        if (!clock.getState().isPlaying) write();
      }, QUIET_MS);
    };
    onChoice.current = () => {
      if (performance.now() - writtenMs > QUIET_MS) return write();
      clearTimeout(choiceTimer);
      choiceTimer = setTimeout(write, QUIET_MS);
    };
    const stops = [clock.subscribe(onMove), zoom.subscribe(onMove)];
    return () => {
      clearTimeout(restTimer);
      clearTimeout(choiceTimer);
      for (const stop of stops) stop();
    };
  }, [clock, zoom]);
  // What else is in the address is React's: selection, filters, words to find.
  useEffect(() => onChoice.current());
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
