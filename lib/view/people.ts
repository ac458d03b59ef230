import type { Timeline, TimelineParticipant } from "@/lib/model/timeline";
import { formatClock } from "./format";

/** One participant of the room in words. */
export interface Person {
  identity: string;
  name: string;
  /** `Caller`, `Agent`, `Telephone`, `Other`. */
  role: string;
  /** `joined 00:00.0, left 01:30.8: the caller's app left`. */
  stay: string;
}

const ROLE = { user: "Caller", agent: "Agent", sip: "Telephone", other: "Other" };

/** Why a participant left, in plain words. Source: livekit-protocol, enum DisconnectReason. */
const LEFT_BECAUSE: Record<string, string> = {
  client_initiated: "it left by itself",
  duplicate_identity: "somebody joined under the same name",
  server_shutdown: "the server was stopped",
  participant_removed: "it was removed",
  room_deleted: "the room was deleted",
  room_closed: "the room was closed",
  state_mismatch: "its connection had to be made anew",
  join_failure: "it could not join",
  migration: "it was moved to another server",
  signal_close: "its connection broke",
  connection_timeout: "its connection was lost",
  media_failure: "its audio connection failed",
  user_unavailable: "nobody answered",
  user_rejected: "the call was refused",
  sip_trunk_failure: "the telephone line failed",
};

/** Who was in the room, from when to when, in the order of joining. */
export function listPeople(timeline: Pick<Timeline, "participants">): Person[] {
  const joined = (one: TimelineParticipant) => one.joinedMs ?? Number.POSITIVE_INFINITY;
  return [...timeline.participants]
    .sort((a, b) => joined(a) - joined(b) || (a.identity < b.identity ? -1 : 1))
    .map((one) => ({
      identity: one.identity,
      name: one.name ?? one.identity,
      role: ROLE[one.kind],
      stay: stayOf(one),
    }));
}

function stayOf({ joinedMs, leftMs, disconnectReason: reason }: TimelineParticipant): string {
  const joined = joinedMs === null ? "" : `joined ${formatClock(joinedMs)}`;
  const because = reason === null || reason === "" ? "" : `: ${LEFT_BECAUSE[reason] ?? reason.replaceAll("_", " ")}`;
  const left = leftMs === null ? "" : `left ${formatClock(leftMs)}${because}`;
  return [joined, left].filter(Boolean).join(", ") || "no times known";
}
