"use client";
import { useMemo, useRef, useSyncExternalStore } from "react";
import { clampWindow, isFitted, type TimeWindow } from "@/lib/view/time-scale";
import { useStage } from "./stage";
import type { ZoomStore } from "./zoom-store";

/** What of the session is in view: the zoom as far as the domain goes. */
export function windowIn(zoom: ZoomStore, domain: TimeWindow): TimeWindow {
  const zoomed = zoom.get();
  return zoomed ? clampWindow(zoomed, domain) : domain;
}

/** The reader's hand on the zoom. It asks for what is in view when it is used: nothing draws again because of it. */
export interface ZoomHand {
  domain: TimeWindow;
  getWindow: () => TimeWindow;
  /** Null fits the whole session, also as it grows. Who looks away from the now of a live session no longer follows it. */
  show: (window: TimeWindow | null) => void;
}

/** The zoom as something to pull at. */
export function useZoomHand(domain: TimeWindow): ZoomHand {
  const stage = useStage();
  const latest = useRef({ stage, domain });
  latest.current = { stage, domain };
  return useMemo(() => {
    const getWindow = () => windowIn(latest.current.stage.zoom, latest.current.domain);
    const show = (wanted: TimeWindow | null) => {
      const { stage: now, domain: whole } = latest.current;
      const window = wanted === null || isFitted(wanted, whole) ? null : wanted;
      now.zoom.set(window);
      const isNowInView = window === null || window.endMs >= whole.endMs - 1;
      if (now.isAtNow && !isNowInView) now.setFollowing(false);
    };
    return {
      getWindow,
      show,
      get domain() {
        return latest.current.domain;
      },
    };
  }, []);
}

/** True while the whole session is in view; draws again only when that changes. */
export function useIsFitted(domain: TimeWindow): boolean {
  const { zoom } = useStage();
  const read = () => isFitted(windowIn(zoom, domain), domain);
  return useSyncExternalStore(zoom.subscribe, read, read);
}
