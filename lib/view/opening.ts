import type { Timeline } from "@/lib/model/timeline";
import { layOutDomain } from "./domain";
import { type Lane, layOutLanes } from "./lanes";
import { toMarkLevels } from "./mark-levels";
import { placeRecording } from "./recording-clock";
import type { TimeWindow } from "./time-scale";

/**
 * What a session's page brings along, so that header, player and waveform stand in their places before the timeline came: plain
 * data, a few KB.
 */
export interface Opening {
  /** The timeline without what stands in the list and on the lanes: all that the header says. */
  head: Timeline;
  /** Worked out from all of the timeline: the same as it will be. */
  domain: TimeWindow;
  lanes: Pick<Lane, "id" | "label" | "tone">[];
  /** The whole recording's peaks at OVERVIEW_BUCKETS: the bytes that `readPeaks` reads, as base64. */
  peaks: string;
}

/** Whether a session can have one: its waveform can be had, and nothing of it grows any more. */
export function hasOpening(timeline: Timeline): boolean {
  const { session, recording } = timeline;
  return session.status !== "live" && recording?.peaksUrl != null && placeRecording(timeline) !== null;
}

/** The opening of a session of which `hasOpening` is true. `peaks`: as in `Opening`. */
export function toOpening(timeline: Timeline, peaks: string): Opening {
  const none = { items: [], spans: [], logs: [], waits: [], states: [], stalls: [], connection: [], activity: null };
  return {
    head: { ...timeline, ...none },
    domain: layOutDomain(timeline, 0),
    lanes: layOutLanes(timeline).map(({ id, label, tone }) => ({ id, label, tone })),
    peaks,
  };
}

/** Its lanes, with nothing on them yet. */
export function emptyLanes({ lanes }: Opening): Lane[] {
  return lanes.map((lane) => ({ ...lane, marks: [], levels: toMarkLevels([]) }));
}

/** Its peaks, as the API would send them. */
export function peaksBytes({ peaks }: Opening): ArrayBuffer {
  return Uint8Array.from(atob(peaks), (letter) => letter.charCodeAt(0)).buffer;
}
