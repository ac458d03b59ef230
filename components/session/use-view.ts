"use client";
import { useMemo, useSyncExternalStore } from "react";
import { clampWindow, type TimeWindow } from "@/lib/view/time-scale";
import { useStage } from "./stage";
import type { ViewWindow } from "./view-window";

/** What of a domain is in view. Who calls this draws again at every step of a zoom: only those who must. */
export function useView(domain: TimeWindow): ViewWindow {
  const { zoom } = useStage();
  const zoomed = useSyncExternalStore(zoom.subscribe, zoom.get, zoom.get);
  return useMemo(
    () => ({ domain, window: zoomed ? clampWindow(zoomed, domain) : domain, setWindow: zoom.set }),
    [domain, zoomed, zoom],
  );
}
