"use client";
import { useSyncExternalStore } from "react";

/** What stands behind the # of this page's address: browsers send it to no server. Empty where there is none, null until the page is alive. */
export function useSecretOfAddress(): string | null {
  return useSyncExternalStore(
    (onChange) => {
      window.addEventListener("hashchange", onChange);
      return () => window.removeEventListener("hashchange", onChange);
    },
    () => window.location.hash.slice(1),
    () => null,
  );
}
