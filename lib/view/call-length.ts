import type { Timeline, TimelineParticipant } from "@/lib/model/timeline";
import { formatClock, formatDurationExact, formatLatency } from "./format";
import { lengthMs } from "./sessions";

/** How long a call was, and what that figure means. */
export interface CallLength {
  /** Milliseconds; null: not known. */
  durationMs: number | null;
  explanation: string;
}

/** A departure timeout shorter than this is not worth a word. Milliseconds. */
const AFTERWARDS_MS_MIN = 100;

/**
 * The length of a call: the caller's presence in the room where it is known, because a session outlasts the caller by the
 * room's departure timeout. Else the session's own length; of a live session the time until now.
 */
export function measureCall(timeline: Timeline, nowMs: number): CallLength {
  const { session } = timeline;
  const sessionMs = lengthMs(session, nowMs);
  if (session.status === "live") return { durationMs: sessionMs, explanation: "Since the session began." };
  const stay = stayOfCallers(timeline.participants);
  if (stay === null || stay.endMs <= stay.startMs) {
    const explanation = "From the session's start to its end: nobody told when the caller came and went.";
    return { durationMs: sessionMs, explanation };
  }
  const whole = `The caller was there from ${formatClock(stay.startMs)} to ${formatClock(stay.endMs)}.`;
  const afterMs = (sessionMs ?? stay.endMs) - stay.endMs;
  const after =
    afterMs < AFTERWARDS_MS_MIN
      ? ""
      : ` The session lasted ${formatDurationExact(sessionMs)}: the room was kept open and the agent closed in the ${formatLatency(afterMs)} after that.`;
  return { durationMs: stay.endMs - stay.startMs, explanation: whole + after };
}

function stayOfCallers(participants: readonly TimelineParticipant[]): { startMs: number; endMs: number } | null {
  const stays = participants.filter((one) => isCaller(one) && one.joinedMs !== null && one.leftMs !== null);
  if (stays.length === 0) return null;
  const startMs = Math.max(0, Math.min(...stays.map((one) => one.joinedMs ?? 0)));
  return { startMs, endMs: Math.max(...stays.map((one) => one.leftMs ?? 0)) };
}

/** Who the agent talks with: a person in a browser or app, or on the telephone. */
export function isCaller(participant: TimelineParticipant): boolean {
  return participant.kind === "user" || participant.kind === "sip";
}

/** How long the agent stood in the room, and how much of that without a caller. Milliseconds. */
export interface StandingTime {
  presentMs: number;
  aloneMs: number;
}

/** The agent's time in the room; null unless the room told when it came and went (webhooks of livekit-server). */
export function measureStanding({ participants }: Pick<Timeline, "participants">): StandingTime | null {
  const agent = participants.find((one) => one.kind === "agent" && one.joinedMs !== null && one.leftMs !== null);
  if (agent?.joinedMs == null || agent.leftMs === null) return null;
  const presentMs = agent.leftMs - agent.joinedMs;
  const together = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };
  for (const one of participants) {
    if (!isCaller(one) || one.joinedMs === null) continue;
    together.from = Math.min(together.from, Math.max(agent.joinedMs, one.joinedMs));
    together.to = Math.max(together.to, Math.min(agent.leftMs, one.leftMs ?? agent.leftMs));
  }
  const togetherMs = Math.max(0, together.to - together.from);
  return { presentMs, aloneMs: Math.max(0, presentMs - togetherMs) };
}
