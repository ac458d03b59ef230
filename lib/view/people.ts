import { leftBecause } from "@/lib/model/disconnect-reasons";
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
  const because = leftBecause(reason);
  const left = leftMs === null ? "" : `left ${formatClock(leftMs)}${because === "" ? "" : `: ${because}`}`;
  return [joined, left].filter(Boolean).join(", ") || "no times known";
}
