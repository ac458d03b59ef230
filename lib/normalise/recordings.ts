import type { Recording } from "@/lib/model/recordings";
import type { SentRecording } from "./entries";
import { spanMs } from "./instants";

/** When sessions of one room began: whoever knows the siblings hands them in, for recordings that name no job. */
export interface SiblingStart {
  sessionId: string;
  startNs: bigint;
}

/**
 * The uploads that belong to this session, oldest first. An upload that names its job is the session's; one that names only
 * its room belongs to the session of that room whose start is nearest to it, and of several such uploads a session takes
 * the nearest.
 * Source: PROTOCOL §3, traps T5 and T11.
 */
export function ownRecordings(
  sent: readonly SentRecording[],
  sessionId: string,
  sessionStartNs: bigint | null,
  siblings: readonly SiblingStart[],
): SentRecording[] {
  const named = sent.filter((upload) => isKeptAs(upload, sessionId));
  const rivals = jobsOf(siblings, sessionId, sessionStartNs);
  const roomKeyed = sent.filter((upload) => upload.isRoomKeyed && isNearestTo(upload, sessionId, rivals));
  if (named.length > 0 || roomKeyed.length === 0) return named;
  const nearest = nearestStart(roomKeyed, sessionStartNs);
  return roomKeyed.filter((upload) => upload.header.startNs === nearest);
}

/** An upload lies under its job's id, or under another that the session was given when it was imported. */
function isKeptAs({ keptUnder, isRoomKeyed }: SentRecording, sessionId: string): boolean {
  return keptUnder === sessionId && !(isRoomKeyed && sessionId.startsWith("RM_"));
}

/** The jobs of the room, this session too: a room that stands in as a session of its own gives way to any job in it. */
function jobsOf(
  siblings: readonly SiblingStart[],
  sessionId: string,
  sessionStartNs: bigint | null,
): readonly SiblingStart[] {
  const jobs = siblings.filter((sibling) => !sibling.sessionId.startsWith("RM_"));
  const isMissing = !sessionId.startsWith("RM_") && !jobs.some((job) => job.sessionId === sessionId);
  return isMissing && sessionStartNs !== null ? [...jobs, { sessionId, startNs: sessionStartNs }] : jobs;
}

function isNearestTo(upload: SentRecording, sessionId: string, jobs: readonly SiblingStart[]): boolean {
  const { startNs } = upload.header;
  const first = jobs[0];
  if (startNs === null || first === undefined) return true;
  let best = first;
  for (const sibling of jobs) {
    const closer = distanceMs(sibling.startNs, startNs) - distanceMs(best.startNs, startNs);
    if (closer < 0 || (closer === 0 && sibling.sessionId < best.sessionId)) best = sibling;
  }
  return best.sessionId === sessionId;
}

function nearestStart(uploads: readonly SentRecording[], sessionStartNs: bigint | null): bigint | null {
  const starts = uploads.flatMap(({ header }) => (header.startNs === null ? [] : [header.startNs]));
  const first = starts[0];
  if (first === undefined || sessionStartNs === null) return uploads.at(-1)?.header.startNs ?? null;
  let nearest = first;
  for (const startNs of starts) {
    if (distanceMs(startNs, sessionStartNs) < distanceMs(nearest, sessionStartNs)) nearest = startNs;
  }
  return nearest;
}

function distanceMs(a: bigint, b: bigint): number {
  return Math.abs(spanMs(a, b));
}

/**
 * The session's audio: the newest upload that holds some. null when no upload does.
 * Units: Unix nanoseconds; `declaredDurationMs` is the header's, null when it is 0 (not set: Python 1.3.12 to 1.8.8, Node).
 * Source: PROTOCOL §4.
 */
export function toRecording(uploads: readonly SentRecording[]): Recording | null {
  const upload = uploads.findLast(({ audio }) => audio !== null && audio.sizeBytes > 0);
  if (upload === undefined || upload.audio === null) return null;
  const { startNs, durationMs } = upload.header;
  return {
    blobKey: upload.audio.blobKey,
    sizeBytes: upload.audio.sizeBytes,
    contentType: upload.audio.contentType,
    startNs: startNs === 0n ? null : startNs,
    declaredDurationMs: durationMs === 0 ? null : durationMs,
  };
}
