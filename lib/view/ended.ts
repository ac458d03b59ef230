import type { Timeline, TimelineParticipant } from "@/lib/model/timeline";
import { isCaller } from "./call-length";
import { endedText } from "./sessions";

/** How a session ended, for its own screen. */
export interface Ending {
  text: string;
  isTrouble: boolean;
  /** Who said so, in the words that were sent; null when nobody said anything. */
  source: string | null;
}

/**
 * What a caller's way out means, when the agent only knows that it is gone. Source: livekit-protocol, enum
 * DisconnectReason; the agent's `participant_disconnected` does not tell a hang-up from a lost connection.
 */
const CALLER_LEFT: Record<string, { text: string; isTrouble: boolean }> = {
  agent_error: { text: "Agent failed", isTrouble: true },
  migration: { text: "Caller was moved to another server", isTrouble: false },
  client_initiated: { text: "Caller hung up", isTrouble: false },
  duplicate_identity: { text: "Caller joined again from elsewhere", isTrouble: false },
  participant_removed: { text: "Caller was removed", isTrouble: false },
  room_deleted: { text: "Room was deleted", isTrouble: false },
  room_closed: { text: "Room was closed", isTrouble: false },
  server_shutdown: { text: "LiveKit server was stopped", isTrouble: true },
  state_mismatch: { text: "Caller's connection was lost", isTrouble: true },
  signal_close: { text: "Caller's connection was lost", isTrouble: true },
  connection_timeout: { text: "Caller's connection was lost", isTrouble: true },
  media_failure: { text: "Caller's audio connection failed", isTrouble: true },
  join_failure: { text: "Caller could not join", isTrouble: true },
  user_unavailable: { text: "Nobody answered", isTrouble: false },
  user_rejected: { text: "Call was refused", isTrouble: false },
  sip_trunk_failure: { text: "Telephone line failed", isTrouble: true },
};

/** Close reasons that only say that the caller is gone, or nothing. */
const VAGUE = new Set([null, "", "unknown", "participant_disconnected"]);

/** Why a session ended in plain words: from the agent's reason, made exact by how the caller left the room. */
export function explainEnd({ session, participants }: Pick<Timeline, "session" | "participants">): Ending {
  const plain = endedText(session);
  if (session.status === "live") return { ...plain, source: null };
  const reason = session.closeReason;
  const leaver = lastCaller(participants);
  const sources = [agentSaid(reason), leaver === null ? "" : `The room said of the caller: ${leaver}.`];
  const source = reason === null && leaver === null ? null : sources.filter(Boolean).join(" ");
  const exact = leaver !== null && session.status !== "failed" && VAGUE.has(reason) ? CALLER_LEFT[leaver] : undefined;
  return { ...(exact ?? plain), source };
}

function agentSaid(reason: string | null): string {
  if (reason === null || reason === "") return "The agent gave no reason.";
  return reason === "never_started" ? "The output of its worker says so." : `The agent said: ${reason}.`;
}

function lastCaller(participants: readonly TimelineParticipant[]): string | null {
  const left = participants.filter((one) => isCaller(one) && one.leftMs !== null && one.disconnectReason);
  left.sort((a, b) => (a.leftMs ?? 0) - (b.leftMs ?? 0));
  return left.at(-1)?.disconnectReason ?? null;
}
