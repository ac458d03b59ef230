import type { Timeline } from "@/lib/model/timeline";
import { placeRecording } from "./recording-clock";
import type { TimeWindow } from "./time-scale";

/** A session that has only begun still gets an axis of this length, so that live bars have room to grow. */
const DOMAIN_MS_MIN = 1000;
/** Work before the start (job dispatch) can be seconds long; the axis shows this much of it and not more. */
const BEFORE_START_MS_MAX = 2000;

/**
 * The stretch of time that the whole screen covers: from the session's start (a little earlier when words, sound or
 * logs began before it) to the last thing that is known, or to now while it is live. Milliseconds on the session's clock.
 */
export function layOutDomain(timeline: Timeline, nowMs: number): TimeWindow {
  const recording = placeRecording(timeline);
  let startMs = Math.min(0, recording?.offsetMs ?? 0);
  let endMs = Math.max(timeline.session.durationMs ?? 0, recording ? recording.offsetMs + recording.durationMs : 0);
  for (const item of timeline.items) {
    startMs = Math.min(startMs, item.startMs);
    endMs = Math.max(endMs, item.endMs ?? item.startMs);
  }
  for (const log of timeline.logs) {
    startMs = Math.min(startMs, log.atMs);
    endMs = Math.max(endMs, log.atMs);
  }
  if (timeline.session.status === "live") {
    endMs = Math.max(endMs, nowMs - Date.parse(timeline.session.startedAt));
  }
  startMs = Math.max(startMs, -BEFORE_START_MS_MAX);
  return { startMs, endMs: Math.max(endMs, startMs + DOMAIN_MS_MIN) };
}
