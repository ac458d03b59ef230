import { AppError } from "@/lib/errors";
import { isObject, type JsonObject, nsOf, objectOf, textOfJson } from "../otlp/json-values";

const NS_PER_MS = 1_000_000n;
const MS_PER_SECOND = 1000n;

export interface SentWebhookRoom {
  sid: string;
  name: string;
  createdNs: bigint | null;
}

export interface SentWebhookParticipant {
  sid: string;
  identity: string;
  name: string;
  /** `STANDARD` when the sender left the zero value out; `AGENT`, `SIP`, `EGRESS`, `INGRESS` … */
  kind: string;
  state: string;
  joinedNs: bigint | null;
  attributes: Record<string, string>;
  disconnectReason: string;
}

export interface SentWebhookTrack {
  sid: string;
  name: string;
  source: string;
  type: string;
}

/** An event of livekit-server; names are "" when absent. */
export interface SentWebhook {
  /** `EV_…`, unique: livekit-server repeats an event until it is accepted. */
  id: string;
  event: string;
  createdNs: bigint;
  /** SID of the room; null for events without one (some of egress and ingress). */
  roomId: string | null;
  room: SentWebhookRoom | null;
  participant: SentWebhookParticipant | null;
  track: SentWebhookTrack | null;
}

/**
 * Decodes a webhook's body. Its signature is checked before, over the raw bytes.
 * Units: Unix nanoseconds (sent as whole seconds, or milliseconds where the `…Ms` field is there).
 * Errors: AppError `invalid` when the text is not a JSON object with an `event`.
 * Source: livekit/protocol, livekit_webhook.proto and livekit_models.proto as protojson; zero values are left out.
 */
export function decodeWebhook(text: string): SentWebhook {
  const sent = parseWebhook(text);
  const event = textOfJson(sent.event);
  if (event === "") throw new AppError("invalid", "The webhook has no `event`.");
  return {
    id: textOfJson(sent.id),
    event,
    createdNs: instantOf(undefined, sent.createdAt) ?? 0n,
    roomId: textOfJson(objectOf(sent.room).sid) || null,
    room: sent.room === undefined ? null : roomOf(objectOf(sent.room)),
    participant: sent.participant === undefined ? null : participantOf(objectOf(sent.participant)),
    track: sent.track === undefined ? null : trackOf(objectOf(sent.track)),
  };
}

/** Fields that let their reader into a room or a stream. Source: livekit_models.proto `turn_password`, livekit_ingress.proto `stream_key`. */
const CREDENTIALS = new Set(["turnPassword", "turn_password", "streamKey", "stream_key"]);

/**
 * The webhook's text without its credentials, at whatever depth they stand; this is what the journal may keep.
 * Errors: AppError `invalid` when the text is not a JSON object.
 */
export function withoutCredentials(text: string): string {
  return JSON.stringify(parseWebhook(text, (key, value) => (CREDENTIALS.has(key) ? undefined : value)));
}

function parseWebhook(text: string, reviver?: (key: string, value: unknown) => unknown): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text, reviver);
  } catch (cause) {
    throw new AppError("invalid", `The webhook is not JSON: ${cause instanceof Error ? cause.message : cause}.`, {
      cause,
    });
  }
  if (!isObject(parsed)) throw new AppError("invalid", "The webhook is JSON but not an object.");
  return parsed;
}

function roomOf(room: JsonObject): SentWebhookRoom {
  return {
    sid: textOfJson(room.sid),
    name: textOfJson(room.name),
    createdNs: instantOf(room.creationTimeMs, room.creationTime),
  };
}

function participantOf(participant: JsonObject): SentWebhookParticipant {
  const attributes = Object.entries(objectOf(participant.attributes)).filter(([, value]) => typeof value === "string");
  return {
    sid: textOfJson(participant.sid),
    identity: textOfJson(participant.identity),
    name: textOfJson(participant.name),
    kind: textOfJson(participant.kind) || "STANDARD",
    state: textOfJson(participant.state),
    joinedNs: instantOf(participant.joinedAtMs, participant.joinedAt),
    attributes: Object.fromEntries(attributes) as Record<string, string>,
    disconnectReason: textOfJson(participant.disconnectReason),
  };
}

function trackOf(track: JsonObject): SentWebhookTrack {
  return {
    sid: textOfJson(track.sid),
    name: textOfJson(track.name),
    source: textOfJson(track.source),
    type: textOfJson(track.type),
  };
}

function instantOf(ms: unknown, seconds: unknown): bigint | null {
  const sentMs = nsOf(ms) || nsOf(seconds) * MS_PER_SECOND;
  return sentMs === 0n ? null : sentMs * NS_PER_MS;
}
