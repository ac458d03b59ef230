import { leftBecause } from "@/lib/model/disconnect-reasons";
import type { Span, SpanEvent } from "@/lib/model/spans";
import type { ConnectionEvent, ConnectionMoment } from "@/lib/model/states";
import type { SentWebhook } from "@/lib/wire/webhooks/decode";
import { lookUp, textOf } from "./attributes";
import { compareNs, spanMs } from "./instants";

/**
 * Names that this file understands. Webhooks: `room_started`, `room_finished`, `participant_joined`, `participant_left`,
 * `participant_connection_aborted`. Span `room_connect`; events of `agent_session`: `connection_state_changed` with `lk.connection_state`,
 * `participant_disconnected` with `lk.participant_identity`, `lk.disconnect_reason`.
 * Source: PROTOCOL §6, §8; Python 1.8.9 voice/room_io/room_io.py.
 */
const SESSION = "agent_session";
const CONNECT = "room_connect";
const IDENTITY = "lk.participant_identity";

/** The agent's own connection. `CONN_CONNECTED` is told by `room_connect` the first time. Source: livekit ConnectionState. */
const AGENT_STATES: Record<string, [what: string, tone: ConnectionEvent["tone"]]> = {
  CONN_RECONNECTING: ["agent lost its connection and tries again", "warn"],
  CONN_DISCONNECTED: ["agent disconnected", "info"],
};
const CONNECTED = "CONN_CONNECTED";

/** Reasons for leaving that nobody intended. The others, and none, are the course of things. Source: enum DisconnectReason. */
const TONES: Record<string, ConnectionEvent["tone"]> = {
  duplicate_identity: "warn",
  server_shutdown: "warn",
  state_mismatch: "warn",
  migration: "warn",
  signal_close: "warn",
  connection_timeout: "warn",
  media_failure: "error",
  join_failure: "error",
  sip_trunk_failure: "error",
  agent_error: "error",
};

const BY_ITSELF = "client_initiated";

/** A webhook is stamped in whole seconds and may wait: an agent's own event of the same leaving is nearer than this. ms. */
const SAME_LEAVING_MS = 10_000;

/**
 * What happened to the connections of a session's room, in order: by livekit-server's webhooks and by the agent's spans; who is said to
 * have left by both left when the agent saw it, which is exact. Unit: Unix nanoseconds.
 */
export function toConnection(webhooks: readonly SentWebhook[], spans: readonly Span[]): ConnectionMoment[] {
  const seen = spans.flatMap(fromSpan);
  const isSeen = (moment: ConnectionMoment) =>
    seen.some(
      ({ timeNs, participant }) =>
        participant !== null &&
        participant === moment.participant &&
        Math.abs(spanMs(timeNs, moment.timeNs)) < SAME_LEAVING_MS,
    );
  const told = webhooks.flatMap(fromWebhook).filter((moment) => !isLeaving(moment) || !isSeen(moment));
  const moments = new Map<string, ConnectionMoment>();
  for (const moment of [...seen, ...told]) {
    // A webhook that was not answered in time comes again.
    moments.set(`${moment.timeNs} ${moment.what} ${moment.participant}`, moment);
  }
  return [...moments.values()].sort((a, b) => compareNs(a.timeNs, b.timeNs) || (a.what < b.what ? -1 : 1));
}

function isLeaving({ what }: ConnectionMoment): boolean {
  return what.startsWith("left");
}

function fromWebhook({ event, createdNs, participant }: SentWebhook): ConnectionMoment[] {
  const identity = participant?.identity ?? "";
  if (event === "room_started") return [moment(createdNs, "room opened", null)];
  if (event === "room_finished") return [moment(createdNs, "room closed", null)];
  if (participant === null || identity === "") return [];
  if (event === "participant_joined") return [moment(participant.joinedNs ?? createdNs, "joined", identity)];
  if (event === "participant_left") return [left(createdNs, identity, participant.disconnectReason)];
  if (event !== "participant_connection_aborted") return [];
  const because = leftBecause(participant.disconnectReason);
  return [moment(createdNs, because === "" ? "connection broke" : `connection broke: ${because}`, identity, "error")];
}

function fromSpan(span: Span): ConnectionMoment[] {
  if (span.name === SESSION) return fromEvents(span.events);
  if (span.name !== CONNECT || span.endNs === null) return [];
  const identity = textOf(span.attributes, IDENTITY);
  if (span.isError) return [moment(span.endNs, "agent could not connect to the room", identity, "error")];
  return [moment(span.endNs, "agent connected to the room", identity)];
}

function fromEvents(events: readonly SpanEvent[]): ConnectionMoment[] {
  const moments: ConnectionMoment[] = [];
  let isLost = false;
  for (const { name, timeNs, attributes } of [...events].sort((a, b) => compareNs(a.timeNs, b.timeNs))) {
    if (name === "participant_disconnected") {
      const identity = textOf(attributes, IDENTITY);
      if (identity !== null) moments.push(left(timeNs, identity, textOf(attributes, "lk.disconnect_reason") ?? ""));
    } else if (name === "connection_state_changed") {
      const state = textOf(attributes, "lk.connection_state") ?? "";
      const known = lookUp(AGENT_STATES, state);
      if (known !== undefined) moments.push(moment(timeNs, known[0], null, known[1]));
      else if (state === CONNECTED && isLost) moments.push(moment(timeNs, "agent connected again", null));
      isLost = state !== CONNECTED;
    }
  }
  return moments;
}

function left(timeNs: bigint, identity: string, reason: string): ConnectionMoment {
  const because = leftBecause(reason);
  const tone = lookUp(TONES, reason.toLowerCase()) ?? "info";
  const what = reason.toLowerCase() === BY_ITSELF ? "left by itself" : "left";
  return moment(timeNs, what !== "left" || because === "" ? what : `left: ${because}`, identity, tone);
}

function moment(
  timeNs: bigint,
  what: string,
  participant: string | null,
  tone: ConnectionEvent["tone"] = "info",
): ConnectionMoment {
  return { timeNs, what, participant, tone };
}
