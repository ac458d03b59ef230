import type { Recording } from "@/lib/model/recordings";
import { listedItems } from "./chat-items";
import type { SentRecording } from "./entries";
import { spanMs } from "./instants";

/** When sessions of one room began: whoever knows the siblings hands them in, for recordings that name no job. */
export interface SiblingStart {
  sessionId: string;
  startNs: bigint;
}

/** The session that looks for its uploads. */
interface Seeker {
  sessionId: string;
  startNs: bigint | null;
  /** Of the chat items among its logs. */
  itemIds: ReadonlySet<string>;
}

/** An upload that names no job, with what else tells whose it is. */
interface RoomUpload {
  upload: SentRecording;
  /** Its audio began, or its conversation; null when neither is told. */
  startNs: bigint | null;
}

/**
 * The uploads that belong to this session, oldest first. An upload that names its job is the session's; one that names only
 * its room belongs to the session whose logs tell of the same chat items; where they tell of none, to the session of that room whose
 * start is nearest to it, and of several such uploads a session takes the nearest.
 * Source: PROTOCOL §3, §5.2 (both copies of an item have one id), traps T5 and T11.
 */
export function ownRecordings(
  sent: readonly SentRecording[],
  session: Seeker,
  siblings: readonly SiblingStart[],
): SentRecording[] {
  const { sessionId, startNs } = session;
  const named = sent.filter((upload) => isKeptAs(upload, sessionId));
  if (named.length > 0) return named;
  const rivals = jobsOf(siblings, sessionId, startNs);
  const possible: RoomUpload[] = [];
  for (const upload of sent) {
    if (!upload.isRoomKeyed) continue;
    const { ids, firstNs } = listedItems(upload.chatHistory);
    const isSame = ids.some((id) => session.itemIds.has(id));
    // Node 1.0.24, which uploads no audio, says its end where the start of the audio belongs.
    const known = {
      upload,
      startNs: upload.audio === null ? (firstNs ?? upload.header.startNs) : upload.header.startNs,
    };
    const isOther = rivals.length > 1 && session.itemIds.size > 0 && ids.length > 0;
    if (isSame || (!isOther && isNearestTo(known, sessionId, rivals))) possible.push(known);
  }
  const nearest = nearestStart(possible, startNs);
  return possible.filter((known) => known.startNs === nearest).map(({ upload }) => upload);
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

function isNearestTo({ startNs }: RoomUpload, sessionId: string, jobs: readonly SiblingStart[]): boolean {
  const first = jobs[0];
  if (startNs === null || first === undefined) return true;
  let best = first;
  for (const sibling of jobs) {
    const closer = distanceMs(sibling.startNs, startNs) - distanceMs(best.startNs, startNs);
    if (closer < 0 || (closer === 0 && sibling.sessionId < best.sessionId)) best = sibling;
  }
  return best.sessionId === sessionId;
}

function nearestStart(uploads: readonly RoomUpload[], sessionStartNs: bigint | null): bigint | null {
  const starts = uploads.flatMap(({ startNs }) => startNs ?? []);
  const first = starts[0];
  if (first === undefined || sessionStartNs === null) return uploads.at(-1)?.startNs ?? null;
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
