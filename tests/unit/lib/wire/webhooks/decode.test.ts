import { describe, expect, it } from "vitest";
import { decodeWebhook, withoutCredentials } from "@/lib/wire/webhooks/decode";
import { captured } from "../captures";

describe("a webhook of livekit-server", () => {
  const webhooks = captured("python-clinic", "/webhook").map((request) => request.body.toString());

  it("tells event, room and participant", () => {
    const events = webhooks.map(decodeWebhook);
    expect(events.map(({ event }) => event)).toEqual([
      "room_started",
      "participant_joined",
      "track_published",
      "participant_joined",
      "track_published",
      "track_unpublished",
      "participant_left",
      "track_unpublished",
      "participant_left",
      "room_finished",
    ]);
    expect(new Set(events.map(({ roomId }) => roomId))).toEqual(new Set(["RM_7FHTX9DZjoFu"]));
    expect(events[0]?.createdNs).toBe(1_795_262_672_000_000_000n);
    expect(events[3]?.participant).toMatchObject({
      identity: "agent-AJ_xZXBwwyJ42fT",
      kind: "AGENT",
      joinedNs: 1_795_262_673_283_000_000n,
      attributes: { "lk.agent.name": "clinic-receptionist" },
    });
    expect(events[1]?.participant).toMatchObject({ kind: "STANDARD", name: "Caller" });
    expect(events[6]?.participant?.disconnectReason).toBe("CLIENT_INITIATED");
  });

  it("loses its credentials and nothing else", () => {
    expect(webhooks.join()).toContain("turnPassword");
    for (const text of webhooks) {
      const kept = withoutCredentials(text);
      expect(kept).not.toContain("turnPassword");
      const expected = JSON.parse(text);
      if (expected.room) delete expected.room.turnPassword;
      expect(JSON.parse(kept)).toEqual(expected);
    }
    expect(withoutCredentials('{"event":"x","ingressInfo":{"streamKey":"k","a":[{"stream_key":"k"}]}}')).toBe(
      '{"event":"x","ingressInfo":{"a":[{}]}}',
    );
  });

  it("is refused when it is no JSON object or has no event", () => {
    for (const text of ["", "{", "[]", "{}", '{"event":5}']) {
      expect(() => decodeWebhook(text)).toThrow(expect.objectContaining({ code: "invalid" }));
    }
  });
});
