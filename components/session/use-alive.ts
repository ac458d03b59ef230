"use client";
import { useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * False on the server and while the browser takes over its markup, then true: for what only the browser knows (its time zone, what
 * it can play). What the two draw must be the same until then.
 */
export function useAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
