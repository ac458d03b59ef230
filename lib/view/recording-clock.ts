import type { Timeline } from "@/lib/model/timeline";

/** Where the recording lies on the session's clock. Units: milliseconds. */
export interface RecordingSpan {
  /** Position of the first sample on the session's clock; usually a few milliseconds, negative when audio began first. */
  offsetMs: number;
  durationMs: number;
}

/**
 * Places the recording on the session's clock, or null when there is none or its length is not known yet.
 * Audio position = record position − offset.
 * Source: API.md, Timeline; PROTOCOL §4.2 (position of a transcript item in the file).
 */
export function placeRecording(timeline: Timeline): RecordingSpan | null {
  const { recording, session } = timeline;
  if (!recording) return null;
  const offsetMs = Date.parse(recording.startedAt) - Date.parse(session.startedAt);
  const durationMs = recording.durationMs ?? session.durationMs;
  if (!Number.isFinite(offsetMs) || durationMs === null || durationMs <= 0) return null;
  return { offsetMs, durationMs };
}

/** Position in the audio file, in milliseconds, for a position on the session's clock; held inside the file. */
export function toAudioMs(recording: RecordingSpan, positionMs: number): number {
  return Math.min(Math.max(0, positionMs - recording.offsetMs), recording.durationMs);
}

/** Position on the session's clock for a position in the audio file. Both in milliseconds. */
export function toPositionMs(recording: RecordingSpan, audioMs: number): number {
  return audioMs + recording.offsetMs;
}
