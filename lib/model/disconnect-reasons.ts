/**
 * Why a participant left the room, in plain words for one of whom is said "it left: …"; by the enum's names in lower case.
 * Source: livekit/protocol, livekit_models.proto, enum DisconnectReason (all 17 values).
 */
const LEFT_BECAUSE: Readonly<Record<string, string>> = {
  unknown_reason: "nobody knows why",
  client_initiated: "it left by itself",
  duplicate_identity: "somebody joined under the same name",
  server_shutdown: "the server was stopped",
  participant_removed: "it was removed",
  room_deleted: "the room was deleted",
  state_mismatch: "its connection had to be made anew",
  join_failure: "it could not join",
  migration: "it was moved to another server",
  signal_close: "its connection broke",
  room_closed: "the room was closed",
  user_unavailable: "nobody answered",
  user_rejected: "the call was refused",
  sip_trunk_failure: "the telephone line failed",
  connection_timeout: "its connection was lost",
  media_failure: "its audio connection failed",
  agent_error: "the agent failed",
};

/** The reason in plain words; one that is not known yet in its own, made readable. Empty for none. */
export function leftBecause(reason: string | null): string {
  if (reason === null || reason === "") return "";
  const word = reason.toLowerCase();
  return Object.hasOwn(LEFT_BECAUSE, word) ? (LEFT_BECAUSE[word] ?? "") : word.replaceAll("_", " ");
}
