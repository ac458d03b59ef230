import type { Timeline } from "@/lib/model/timeline";
import { hasOpening, type Opening, toOpening } from "@/lib/view/opening";
import { OVERVIEW_BUCKETS } from "@/lib/view/peaks";

/** What the page of a session brings along; null where it would not stay. `peaksOf`: the recording's peaks file at so many buckets. */
export async function makeOpening(
  timeline: Timeline,
  peaksOf: (buckets: number) => Promise<Uint8Array>,
): Promise<Opening | null> {
  if (!hasOpening(timeline)) return null;
  return toOpening(timeline, Buffer.from(await peaksOf(OVERVIEW_BUCKETS)).toString("base64"));
}
