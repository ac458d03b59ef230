import { type CallSigns, fitSides, judgeRecording, type SideFits, type SpokenMessage } from "@/lib/audio/health";
import { measureWait } from "@/lib/audio/heard-wait";
import { type RecordedActivity, unpackActivity } from "@/lib/audio/recorded-activity";
import { overlapsOf, silencesOf } from "@/lib/audio/stretches";
import type { AudioActivity, RecordingHealth, Stretch } from "@/lib/model/activity";
import type { SessionRecords } from "@/lib/model/records";
import { toPositionMs, toPositionMsOrNull } from "./positions";
import type { StoredRecording } from "./recording";

/** Both sides may touch at a change of turns; talk-over is longer (a fifth of a second is heard as one). ms. */
const OVERLAP_MS_MIN = 200;
/** A silence of both that a caller notices. ms. */
const SILENCE_MS_MIN = 2_000;
/** Sides that are off by different times cannot be measured against each other. ms. */
const APART_MS_MAX = 250;

/** What a session's recording says by itself; all null where it was not read (yet), or there is none. */
export interface Sound {
  activity: AudioActivity | null;
  health: RecordingHealth | null;
  /** What the caller really waited before the turn that begins at this position of the session. ms. */
  heardWaitMs: (turnMs: number) => number | null;
}

const SILENT: Sound = { activity: null, health: null, heardWaitMs: () => null };

/**
 * What the background process found in a recording, on the session's clock, and how it lies against the transcript.
 * Units: milliseconds since the session began, to the millisecond. Errors: AudioError when the stored bytes are broken.
 */
export function toSound(records: SessionRecords, stored: StoredRecording | null): Sound {
  const { recording, facts } = records;
  if (recording === null || stored?.blobKey !== recording.blobKey) return SILENT;
  if (stored.failure !== null && stored.activity === null) return { ...SILENT, health: unreadable(stored.failure) };
  const recorded = stored.activity && unpackActivity(stored.activity);
  if (!recorded) return SILENT;
  const beginMs = toPositionMs(recording.startNs ?? facts.startNs, facts.startNs);
  const call = toCall(records, beginMs);
  const fits = fitSides(recorded, call.messages);
  return {
    activity: toActivity(recorded, beginMs),
    health: judgeRecording(recorded, call, fits),
    heardWaitMs: toHeardWait(recorded, fits, beginMs),
  };
}

function unreadable(failure: string): RecordingHealth {
  const text = `The recording cannot be read: ${failure}.`;
  return { verdict: "bad", reasons: [{ code: "unreadable", text }] };
}

function toActivity({ sides, durationMs }: RecordedActivity, beginMs: number): AudioActivity {
  const [user, agent] = [sides[0]?.stretches ?? [], sides[1]?.stretches ?? []];
  const move = (stretches: readonly Stretch[]): Stretch[] =>
    stretches.map(([from, to]) => [Math.round(from + beginMs), Math.round(to + beginMs)]);
  return {
    user: move(user),
    agent: move(agent),
    overlaps: move(overlapsOf(user, agent, OVERLAP_MS_MIN)),
    silences: move(silencesOf([user, agent], durationMs, SILENCE_MS_MIN)),
  };
}

/** The messages whose beginning and end as speech are known, and the session's end, on the recording's clock. */
function toCall({ items, facts: { startNs, endNs } }: SessionRecords, beginMs: number): CallSigns {
  const messages = items.flatMap((item): SpokenMessage[] => {
    const isSpoken = item.kind === "message" && item.endNs !== null && item.text.trim() !== "";
    if (!isSpoken || (item.role !== "user" && item.role !== "agent")) return [];
    const startMs = toPositionMs(item.startNs, startNs) - beginMs;
    const endMs = toPositionMs(item.endNs ?? item.startNs, startNs) - beginMs;
    return [{ side: item.role === "user" ? 0 : 1, startMs, endMs }];
  });
  messages.sort((a, b) => a.startMs - b.startMs);
  const endMs = toPositionMsOrNull(endNs, startNs);
  return { messages, callEndMs: endMs === null ? null : endMs - beginMs };
}

function toHeardWait({ sides }: RecordedActivity, { user, agent }: SideFits, beginMs: number): Sound["heardWaitMs"] {
  const offMs = agent?.offsetMs ?? 0;
  const apartMs = user === null || agent === null ? 0 : Math.abs(user.offsetMs - offMs);
  if (apartMs > APART_MS_MAX) return () => null;
  return (turnMs) => {
    const waitMs = measureWait(sides[0]?.stretches ?? [], sides[1]?.stretches ?? [], turnMs - beginMs + offMs);
    return waitMs === null ? null : Math.round(waitMs);
  };
}
