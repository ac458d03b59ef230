import { digestSessionRow } from "@/lib/digest/sessions";
import type { Recording } from "@/lib/model/recordings";
import type { SessionRecords } from "@/lib/model/records";
import type { Timeline, TimelineRecording, TimelineSession } from "@/lib/model/timeline";
import { WAIT_BOUNDS } from "@/lib/model/wait-bounds";
import { toJobFacts } from "@/lib/normalise/job-facts";
import { toTimelineLog } from "./logs";
import { toTimelineParticipant } from "./participants";
import { toIso } from "./positions";
import type { StoredRecording } from "./recording";
import { toSessionAnswer } from "./session-answer";
import { toSound } from "./sound";
import { toTimelineSpan } from "./spans";
import { toTimelineConnection, toTimelineStalls, toTimelineStates } from "./states";
import { toTimelineEvaluation, toTimelineItem } from "./turns";
import { toTimelineWaits } from "./waits";

/**
 * A session's records as the timeline answer. Times become positions: milliseconds since the session began; lists are
 * ordered by (position, id). Pure: the same entries give the same answer whenever it is asked for.
 * `stored`: what the background process knows of the recording so far. `cursor`: of the journal, behind
 * all that they were made of (`packJournalCursor`). `charsMax`: how much of a text is listed (ATTRIBUTE_CHARS_MAX); everything unless told.
 */
export function toTimeline(
  records: SessionRecords,
  stored: StoredRecording | null,
  cursor: string,
  charsMax: number = Number.POSITIVE_INFINITY,
): Timeline {
  const { startNs } = records.facts;
  const recording = records.recording && toTimelineRecording(records, records.recording, stored);
  const sound = toSound(records, stored);
  return {
    session: toHeader(records, recording),
    recording,
    items: records.items
      .map((item) => toTimelineItem(item, startNs, charsMax))
      .sort((a, b) => a.startMs - b.startMs || compareIds(a, b)),
    spans: records.spans
      .map((span) => toTimelineSpan(span, startNs, charsMax))
      .sort((a, b) => a.startMs - b.startMs || compareIds(a, b)),
    logs: records.logs
      .map((log) => toTimelineLog(log, startNs, charsMax))
      .sort((a, b) => a.atMs - b.atMs || compareIds(a, b)),
    evaluations: records.evaluations
      .map((evaluation) => toTimelineEvaluation(evaluation, startNs, charsMax))
      .sort((a, b) => a.atMs - b.atMs || compareIds(a, b)),
    participants: records.participants.map((participant) => toTimelineParticipant(participant, startNs)),
    waits: toTimelineWaits(records, sound),
    waitBounds: WAIT_BOUNDS,
    states: toTimelineStates(records),
    stalls: toTimelineStalls(records),
    connection: toTimelineConnection(records),
    activity: sound.activity,
    health: sound.health,
    missing: records.missing,
    cursor,
  };
}

/** The header's counts come from the same pure function as the list's rows, so they agree with what is below them. */
function toHeader(records: SessionRecords, recording: TimelineRecording | null): TimelineSession {
  const summary = recording && { durationMs: recording.durationMs, sizeBytes: recording.sizeBytes };
  const session = toSessionAnswer(digestSessionRow(records), summary);
  const { consent } = records;
  const importedAt = records.importedAt?.toISOString() ?? null;
  const job = toJobFacts(records.spans, records.logs, records.items);
  return { ...session, ...job, workerId: records.facts.workerId, consent, importedAt };
}

function toTimelineRecording(
  records: SessionRecords,
  recording: Recording,
  stored: StoredRecording | null,
): TimelineRecording {
  const { facts } = records;
  const read = stored?.blobKey === recording.blobKey ? stored : null;
  const path = `/api/v1/sessions/${encodeURIComponent(facts.sessionId)}`;
  return {
    startedAt: toIso(recording.startNs ?? facts.startNs),
    durationMs: read?.durationMs ?? recording.declaredDurationMs,
    sizeBytes: recording.sizeBytes,
    contentType: recording.contentType,
    channels: ["user", "agent"],
    peaksUrl: read?.peaksBlobKey ? `${path}/peaks` : null,
    audioUrl: `${path}/audio`,
  };
}

function compareIds(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
