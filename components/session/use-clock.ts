"use client";
import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import type { PlayerState, SessionClock } from "./session-clock";

/** The player's state; draws again only when it changes. */
export function usePlayerState(clock: SessionClock): PlayerState {
  return useSyncExternalStore(clock.subscribe, clock.getState, clock.getState);
}

/**
 * Something worked out from the position (a text, an index): draws again only when the result changes, though the
 * position changes every frame. `read` must give a primitive.
 */
export function usePosition<T extends string | number | boolean | null>(
  clock: SessionClock,
  read: (positionMs: number) => T,
): T {
  const getSnapshot = () => read(clock.getPositionMs());
  return useSyncExternalStore(clock.subscribe, getSnapshot, getSnapshot);
}

/** Calls `onChange` at every change of the position, outside of React: for things that move every frame. */
export function useEachPosition(clock: SessionClock, onChange: (positionMs: number) => void): void {
  const latest = useRef(onChange);
  latest.current = onChange;
  const tell = useCallback(() => latest.current(clock.getPositionMs()), [clock]);
  useEffect(() => {
    tell();
    return clock.subscribe(tell);
  }, [clock, tell]);
}
