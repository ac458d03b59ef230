import type { Attributes } from "@/lib/model/attributes";
import type { Participant } from "@/lib/model/sessions";
import type { Span, SpanEvent } from "@/lib/model/spans";
import type { SentWebhook } from "@/lib/wire/webhooks/decode";
import { lookUp, textOf } from "./attributes";
import { compareNs, earlier, later } from "./instants";

/**
 * Kinds of participants: Python `PARTICIPANT_KIND_STANDARD`, Node and webhooks `STANDARD`; who comes by WhatsApp or Twilio is `CONNECTOR`.
 * Source: PROTOCOL §3, §8 (livekit_models.proto, ParticipantInfo.Kind and KindDetail).
 */
const KIND_PREFIX = "PARTICIPANT_KIND_";
const KINDS: Record<string, Participant["kind"]> = { STANDARD: "user", CONNECTOR: "user", AGENT: "agent", SIP: "sip" };

/**
 * Spans that tell of participants besides those that they are of: the agent's own connection, and the session, whose events
 * `participant_linked` and `participant_disconnected` (with `lk.disconnect_reason`) also name who never spoke.
 * Source: PROTOCOL §6; Python 1.8.9 `voice/agent_session.py`, `voice/room_io/room_io.py`.
 */
const CONNECT = "room_connect";
const SESSION = "agent_session";
const LEFT = "participant_disconnected";

/**
 * The far end's number: participant attribute `sip.phoneNumber`; on spans `lk.sip.phoneNumber` (with a `pii` segment as sent) of
 * `agent_session`. Source: docs.livekit.io, SIP participant; livekit/agents tests of `agent_session` (Python 1.8, Node 1.9).
 */
const PHONE_OF_PARTICIPANT = "sip.phoneNumber";
const PHONE_OF_SPAN = "lk.sip.phoneNumber";

/**
 * Who was in the room: by livekit-server's webhooks (names, when they came and left) and by the spans (ids and identities).
 * One entry a participant id, ordered by (joined, identity).
 * Units: Unix nanoseconds; `leftNs` of webhooks has whole seconds only.
 * Source: PROTOCOL §3 (participants), §8.
 */
export function toParticipants(webhooks: readonly SentWebhook[], spans: readonly Span[]): Participant[] {
  const found = new Map<string, Participant>();
  for (const webhook of webhooks) addWebhook(found, webhook);
  const named = new Set<string>();
  for (const { name, attributes, events } of spans) {
    addNamed(found, named, attributes, name === CONNECT ? "AGENT" : null);
    if (name === SESSION) for (const event of events) addEvent(found, named, event);
  }
  addPhone(found, spans);
  return [...found.values()].sort(
    (a, b) => compareNs(a.joinedNs ?? 0n, b.joinedNs ?? 0n) || (a.identity < b.identity ? -1 : 1),
  );
}

function addWebhook(found: Map<string, Participant>, { event, createdNs, participant: sent }: SentWebhook): void {
  // Track events name a participant by id alone, without its kind.
  if (sent === null || !event.startsWith("participant_") || sent.identity === "") return;
  const participant = entryOf(found, sent.sid === "" ? null : sent.sid, sent.identity);
  participant.kind = toKind(sent.kind);
  participant.name = sent.name === "" ? participant.name : sent.name;
  participant.joinedNs = earlier(participant.joinedNs, sent.joinedNs);
  participant.phone = sent.attributes[PHONE_OF_PARTICIPANT] ?? participant.phone ?? null;
  if (event === "participant_joined") return;
  participant.leftNs = later(participant.leftNs, createdNs);
  participant.disconnectReason = sent.disconnectReason === "" ? null : sent.disconnectReason.toLowerCase();
}

function addNamed(
  found: Map<string, Participant>,
  named: Set<string>,
  attributes: Attributes,
  kindOtherwise: string | null = null,
): void {
  const identity = textOf(attributes, "lk.participant_identity");
  if (identity === null) return;
  const participantId = textOf(attributes, "lk.participant_id");
  const kind = textOf(attributes, "lk.participant_kind") ?? kindOtherwise;
  const key = `${participantId} ${identity} ${kind}`;
  if (named.has(key)) return;
  named.add(key);
  const participant = entryOf(found, participantId, identity);
  if (kind !== null) participant.kind = toKind(kind);
}

function addEvent(found: Map<string, Participant>, named: Set<string>, { name, timeNs, attributes }: SpanEvent): void {
  addNamed(found, named, attributes);
  const identity = textOf(attributes, "lk.participant_identity");
  if (name !== LEFT || identity === null) return;
  const participant = entryOf(found, textOf(attributes, "lk.participant_id"), identity);
  participant.leftNs ??= timeNs;
  participant.disconnectReason ??= textOf(attributes, "lk.disconnect_reason")?.toLowerCase() ?? null;
}

function entryOf(found: Map<string, Participant>, participantId: string | null, identity: string): Participant {
  const key = participantId ?? identity;
  const known = found.get(key) ?? byIdentity(found, participantId, identity);
  if (known !== undefined) {
    if (known.participantId === null && participantId !== null) {
      // Until now only its identity was known.
      known.participantId = participantId;
      found.delete(identity);
      found.set(participantId, known);
    }
    return known;
  }
  const participant: Participant = {
    participantId,
    identity,
    name: null,
    kind: "other",
    phone: null,
    joinedNs: null,
    leftNs: null,
    disconnectReason: null,
  };
  found.set(key, participant);
  return participant;
}

/** One who is named without id is the participant of that identity, with or without id; two ids are two participants. */
function byIdentity(
  found: Map<string, Participant>,
  participantId: string | null,
  identity: string,
): Participant | undefined {
  if (participantId !== null) return found.get(identity);
  return [...found.values()].find((participant) => participant.identity === identity);
}

function toKind(sent: string): Participant["kind"] {
  return lookUp(KINDS, sent.startsWith(KIND_PREFIX) ? sent.slice(KIND_PREFIX.length) : sent) ?? "other";
}

/** A session span tells the number of its one linked caller without naming the caller: the room's SIP participant. */
function addPhone(found: ReadonlyMap<string, Participant>, spans: readonly Span[]): void {
  const session = spans.find(({ attributes }) => attributes[PHONE_OF_SPAN] !== undefined);
  if (session === undefined) return;
  const caller = [...found.values()].find(({ kind }) => kind === "sip");
  if (caller !== undefined) caller.phone ??= textOf(session.attributes, PHONE_OF_SPAN);
}
