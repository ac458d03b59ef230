import { preload } from "react-dom";
import { OVERVIEW_BUCKETS } from "@/lib/view/peaks";
import { sessionPath, sessionUrl } from "./session-url";
import { peaksUrl } from "./use-peaks";

/** As the browser must ask so that `fetch` takes the answer: cross-origin mode, with our own cookies. */
const AS_FETCH = { as: "fetch", crossOrigin: "anonymous" } as const;

/**
 * Has the browser fetch what the screen shows first while its scripts are still on their way: the page's head says so. `withPeaks`:
 * the recording is read already, else there is nothing to fetch; and the page did not bring them along.
 */
export function fetchEarly(access: string, sessionId: string, withPeaks: boolean): void {
  preload(sessionUrl(access, sessionId, "timeline"), AS_FETCH);
  if (withPeaks) preload(peaksUrl(sessionPath(sessionId, "peaks"), access, OVERVIEW_BUCKETS), AS_FETCH);
}
