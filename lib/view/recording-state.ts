import type { Timeline } from "@/lib/model/timeline";
import { isRecordingAwaited } from "./awaited";
import { formatPlural } from "./format";

/** What is said of a session's recording in two words, and why in whole sentences. */
export interface RecordingState {
  kind: "ok" | "warning" | "bad" | "waiting" | "none";
  text: string;
  reasons: string[];
}

const LIVE = "The agent uploads the recording when the session ends. Until then the lanes grow from what it reports.";
const READING = "The file has arrived and is being read: waveform and health follow in some seconds.";
const SOUND = "Both sides are heard, nothing is cut off, and the sound fits the transcript.";

/**
 * Whether there is sound and whether it can be trusted. `failure` is what the player says; `nowMs` in Unix milliseconds.
 * Source of the words "No audio" and "not kept": normalise/missing.ts, consent.ts.
 */
export function describeRecording(timeline: Timeline, failure: string | null, nowMs: number): RecordingState {
  const { recording, health, session, missing } = timeline;
  if (failure !== null) return { kind: "bad", text: "cannot be played", reasons: [failure] };
  if (!recording) {
    if (session.status === "live") return { kind: "waiting", text: "recording comes at the end", reasons: [LIVE] };
    const why = missing.filter((text) => /^No audio|audio (?:is|are) not kept/i.test(text));
    const isAwaited = isRecordingAwaited(timeline, nowMs);
    return {
      kind: isAwaited ? "waiting" : "none",
      text: isAwaited ? "recording awaited" : "no recording",
      reasons: why,
    };
  }
  if (!health) {
    const isRead = recording.peaksUrl !== null;
    return isRead
      ? { kind: "ok", text: "recording", reasons: [] }
      : { kind: "waiting", text: "reading the recording", reasons: [READING] };
  }
  const reasons = health.reasons.map((reason) => reason.text);
  switch (health.verdict) {
    case "ok":
      return { kind: "ok", text: "health", reasons: reasons.length > 0 ? reasons : [SOUND] };
    case "warning":
      return { kind: "warning", text: formatPlural(reasons.length, "warning"), reasons };
    case "bad":
      return { kind: "bad", text: formatPlural(reasons.length, "problem"), reasons };
    default: {
      const never: never = health.verdict;
      throw new Error(`unknown verdict ${String(never)}`);
    }
  }
}
