import type { Participant } from "@/lib/model/sessions";
import type { TimelineParticipant } from "@/lib/model/timeline";
import { toPositionMsOrNull } from "./positions";

/** Who was in the room, with the times of coming and leaving as positions in the session. */
export function toTimelineParticipant(participant: Participant, startNs: bigint): TimelineParticipant {
  return {
    participantId: participant.participantId,
    identity: participant.identity,
    name: participant.name,
    kind: participant.kind,
    joinedMs: toPositionMsOrNull(participant.joinedNs, startNs),
    leftMs: toPositionMsOrNull(participant.leftNs, startNs),
    disconnectReason: participant.disconnectReason,
  };
}
