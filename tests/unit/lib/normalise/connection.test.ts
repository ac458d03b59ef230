import { describe, expect, it } from "vitest";
import type { ConnectionMoment } from "@/lib/model/states";
import { toConnection } from "@/lib/normalise/connection";
import { toSession } from "@/lib/normalise/sessions";
import { toSpans } from "@/lib/normalise/spans";
import { decodeWebhook } from "@/lib/wire/webhooks/decode";
import { captureEntries, entriesOf } from "../../../harness/capture-entries";
import { atNs, BASE_NS, sentSpan } from "./sent";

const seconds = (atS: number) => String(Number(BASE_NS / 1_000_000_000n) + atS);
const words = ({ what, participant, tone }: ConnectionMoment) => `${participant ?? "room"}: ${what} (${tone})`;

/** As livekit-server sends it: protojson, zero values left out. Source: PROTOCOL §8. */
function webhook(event: string, atS: number, participant: Record<string, unknown> = {}) {
  const person = { sid: "PA_1", identity: "caller", joinedAt: seconds(0), ...participant };
  const hasPerson = event.startsWith("participant_");
  return decodeWebhook(
    JSON.stringify({
      event,
      id: `EV_${event}${atS}`,
      createdAt: seconds(atS),
      ...(hasPerson && { participant: person }),
    }),
  );
}

describe("toConnection", () => {
  it("tells of a real call who came and went, in order; who left by the agent's exact word", async () => {
    const id = "AJ_xZXBwwyJ42fT";
    const entries = entriesOf(await captureEntries("python-clinic"), id, "RM_7FHTX9DZjoFu");
    const records = toSession(id, entries, { nowMs: Date.now() });
    expect(records?.connection.map(words)).toEqual([
      "room: room opened (info)",
      "caller-maria: joined (info)",
      "agent-AJ_xZXBwwyJ42fT: joined (info)",
      "agent-AJ_xZXBwwyJ42fT: agent connected to the room (info)",
      "caller-maria: left by itself (info)",
      "agent-AJ_xZXBwwyJ42fT: left: the room was closed (info)",
      "room: room closed (info)",
      "room: agent disconnected (info)",
    ]);
    // The event participant_disconnected of the capture's agent_session, not the webhook's whole second.
    const left = records?.connection.find(({ what }) => what === "left by itself");
    expect(Number((left?.timeNs ?? 0n) - (records?.facts.startNs ?? 0n)) / 1e6).toBeCloseTo(91_471.232303, 3);
  });

  it("says what broke, and how badly", () => {
    const told = toConnection(
      [
        webhook("participant_connection_aborted", 3, { disconnectReason: "JOIN_FAILURE" }),
        webhook("participant_left", 9, { disconnectReason: "CONNECTION_TIMEOUT" }),
        webhook("participant_left", 20, { identity: "line", disconnectReason: "SIP_TRUNK_FAILURE" }),
        webhook("participant_left", 30, { identity: "new", disconnectReason: "SOMETHING_NEW" }),
        webhook("participant_left", 40, { identity: "quiet" }),
      ],
      [],
    );
    expect(told.map(words)).toEqual([
      "caller: connection broke: it could not join (error)",
      "caller: left: its connection was lost (warn)",
      "line: left: the telephone line failed (error)",
      "new: left: something new (info)",
      "quiet: left (info)",
    ]);
  });

  it("has words of its own for every reason that livekit-server knows", () => {
    // livekit-protocol 1.1.29 (PyPI), enum DisconnectReason, without the zero value, which protojson leaves out.
    const reasons = [
      "CLIENT_INITIATED DUPLICATE_IDENTITY SERVER_SHUTDOWN PARTICIPANT_REMOVED ROOM_DELETED STATE_MISMATCH JOIN_FAILURE",
      "MIGRATION SIGNAL_CLOSE ROOM_CLOSED USER_UNAVAILABLE USER_REJECTED SIP_TRUNK_FAILURE CONNECTION_TIMEOUT",
      "MEDIA_FAILURE AGENT_ERROR",
    ].flatMap((line) => line.split(" "));
    expect(reasons).toHaveLength(16);
    for (const disconnectReason of reasons) {
      const [told] = toConnection([webhook("participant_left", 1, { disconnectReason })], []);
      expect(told?.what).not.toContain(disconnectReason.toLowerCase().replaceAll("_", " "));
      expect(told?.what.length).toBeGreaterThan("left".length);
    }
  });

  it("tells an event that was repeated once", () => {
    const again = webhook("participant_joined", 1);
    expect(toConnection([again, again], [])).toHaveLength(1);
  });

  it("follows the agent's own connection: lost, back, over; and one that never came about", () => {
    const state = (name: string, atMs: number) => ({
      name: "connection_state_changed",
      timeNs: atNs(atMs),
      attributes: { "lk.connection_state": name },
    });
    const events = [
      state("CONN_CONNECTED", 100),
      state("CONN_RECONNECTING", 5000),
      state("CONN_CONNECTED", 6000),
      state("CONN_DISCONNECTED", 9000),
    ];
    const { spans } = toSpans([
      sentSpan("agent_session", 1, [0, 9500], { events }),
      sentSpan("room_connect", 2, [0, 90], { statusCode: 2 }),
    ]);
    expect(toConnection([], spans).map(words)).toEqual([
      "room: agent could not connect to the room (error)",
      "room: agent lost its connection and tries again (warn)",
      "room: agent connected again (info)",
      "room: agent disconnected (info)",
    ]);
  });
});
