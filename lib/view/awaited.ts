import type { Timeline } from "@/lib/model/timeline";

/** After this a recording that has not come is not coming soon: milliseconds since the session's end. */
const PATIENCE_MS = 5 * 60_000;

/**
 * True while the recording of an ended session, or its waveform, may still arrive and is worth asking for again: not when
 * `missing` says that there is none (recorded without audio, an upload without a file), nor when the project does not keep it.
 */
export function isRecordingAwaited(timeline: Timeline, nowMs: number): boolean {
  const { session, recording, missing } = timeline;
  if (session.status === "live") return false;
  if (recording !== null) return recording.peaksUrl === null && !isUnreadable(timeline);
  const { consent } = session;
  if (
    consent &&
    (consent.audio.allowed === "no" || consent.redaction.handling === "drop" || consent.redaction.handling === "redact")
  )
    return false;
  // Source of the words: normalise/missing.ts. Only "has not arrived" leaves hope.
  if (missing.some((text) => text.startsWith("No audio") && !text.includes("not arrived"))) return false;
  return session.endedAt !== null && nowMs - Date.parse(session.endedAt) < PATIENCE_MS;
}

/** The file was read and is none that can be: nothing more comes of it. */
function isUnreadable({ health }: Timeline): boolean {
  return health?.reasons.some(({ code }) => code === "unreadable") ?? false;
}
