import { describe, expect, test } from "vitest";
import { toParticipants } from "@/lib/normalise/participants";
import { toSpans } from "@/lib/normalise/spans";
import type { SentAttributes, SentEvent } from "@/lib/wire/otlp/records";
import { atNs, sentSpan } from "./sent";

const named = (id: string, identity: string, kind: string): SentAttributes => ({
  "lk.participant_id": id,
  "lk.pii.participant_identity": identity,
  "lk.participant_kind": kind,
});

function session(events: SentEvent[], others: ReturnType<typeof sentSpan>[] = []) {
  return toParticipants([], toSpans([sentSpan("agent_session", 1, [0, 9_000], { events }), ...others]).spans);
}

const event = (name: string, atMs: number, attributes: SentAttributes): SentEvent => ({
  name,
  timeNs: atNs(atMs),
  attributes,
});

// Events of `agent_session` as in the capture python-clinic (Python 1.8.9).
describe("participants without webhooks", () => {
  test("are known although they never spoke, and when and why they left", () => {
    const caller = named("PA_1", "sip_1", "PARTICIPANT_KIND_SIP");
    const left = { ...caller, "lk.disconnect_reason": "CLIENT_INITIATED" };
    expect(session([event("participant_linked", 100, caller), event("participant_disconnected", 8_000, left)])).toEqual(
      [
        {
          participantId: "PA_1",
          identity: "sip_1",
          name: null,
          kind: "sip",
          phone: null,
          joinedNs: null,
          leftNs: atNs(8_000),
          disconnectReason: "client_initiated",
        },
      ],
    );
  });

  test("who connects to the room is the agent, and who comes by a messenger is a user", () => {
    const connect = sentSpan("room_connect", 2, [0, 50], {
      attributes: { "lk.participant_id": "PA_2", "lk.pii.participant_identity": "agent-AJ_1" },
    });
    const linked = event("participant_linked", 100, named("PA_1", "wa", "PARTICIPANT_KIND_CONNECTOR"));
    expect(session([linked], [connect]).map(({ identity, kind }) => [identity, kind])).toEqual([
      ["agent-AJ_1", "agent"],
      ["wa", "user"],
    ]);
  });
});
