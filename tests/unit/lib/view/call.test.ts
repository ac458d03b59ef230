import { describe, expect, it } from "vitest";
import type { TimelineParticipant } from "@/lib/model/timeline";
import { measureCall, measureStanding } from "@/lib/view/call-length";
import { explainEnd } from "@/lib/view/ended";
import { aSession, aTimeline } from "./timeline-builder";

function aCaller(parts: Partial<TimelineParticipant> = {}): TimelineParticipant {
  return {
    participantId: "PA_1",
    identity: "caller-maria",
    name: null,
    kind: "user",
    joinedMs: -222,
    leftMs: 90_832,
    disconnectReason: "client_initiated",
    ...parts,
  };
}
const agent = aCaller({
  identity: "agent",
  kind: "agent",
  joinedMs: 115,
  leftMs: 92_832,
  disconnectReason: "room_closed",
});
const session = aSession({ durationMs: 93_514, closeReason: "participant_disconnected" });
const nowMs = Date.parse(session.startedAt) + 5000;

describe("how long a call was", () => {
  it("is the caller's presence, without the room's departure timeout, which is explained", () => {
    const length = measureCall(aTimeline({ session, participants: [aCaller(), agent] }), nowMs);
    expect(length.durationMs).toBe(90_832);
    expect(length.explanation).toContain("The session lasted 1:33.5");
    expect(length.explanation).toContain("2.68 s after that");
  });

  it("is the session's length where nobody told of the caller, and until now while it is live", () => {
    expect(measureCall(aTimeline({ session, participants: [agent] }), nowMs).durationMs).toBe(93_514);
    const live = aSession({ status: "live", durationMs: null });
    expect(measureCall(aTimeline({ session: live, participants: [aCaller()] }), nowMs).durationMs).toBe(5000);
  });

  it("is counted over all callers, from the start of the session at the earliest", () => {
    const sip = aCaller({ identity: "phone", kind: "sip", joinedMs: 2000, leftMs: 50_000 });
    const later = aCaller({ identity: "other", joinedMs: 10_000, leftMs: 60_000 });
    expect(measureCall(aTimeline({ session, participants: [sip, later] }), nowMs).durationMs).toBe(58_000);
  });
});

describe("how long the agent stood in the room", () => {
  it("is told with the time that it stood there alone, when the room told both", () => {
    // 115 to 92,832 is 92,717; the caller was there until 90,832, which leaves 2000.
    expect(measureStanding(aTimeline({ participants: [aCaller(), agent] }))).toEqual({
      presentMs: 92_717,
      aloneMs: 2000,
    });
    expect(measureStanding(aTimeline({ participants: [agent] }))).toEqual({ presentMs: 92_717, aloneMs: 92_717 });
    expect(measureStanding(aTimeline({ participants: [aCaller()] }))).toBeNull();
  });
});

describe("why a session ended", () => {
  const ending = (closeReason: string | null, disconnectReason: string | null) =>
    explainEnd({ session: aSession({ closeReason }), participants: [aCaller({ disconnectReason })] });

  it("tells a hang-up from a lost connection, a refusal and a failing line", () => {
    expect(ending("participant_disconnected", "client_initiated")).toMatchObject({
      text: "Caller hung up",
      isTrouble: false,
    });
    expect(ending("participant_disconnected", "connection_timeout")).toMatchObject({
      text: "Caller's connection was lost",
      isTrouble: true,
    });
    expect(ending("participant_disconnected", "user_rejected").text).toBe("Call was refused");
    expect(ending("participant_disconnected", "sip_trunk_failure").isTrouble).toBe(true);
  });

  it("is known from the room where the agent gave no reason", () => {
    expect(ending(null, "client_initiated")).toEqual({
      text: "Caller hung up",
      isTrouble: false,
      source: "The agent gave no reason. The room said of the caller: client_initiated.",
    });
    expect(ending(null, null)).toEqual({ text: "No reason given", isTrouble: false, source: null });
  });

  it("is the agent's own word where that says more", () => {
    expect(ending("task_completed", "client_initiated").text).toBe("Task completed");
    expect(ending("error", "client_initiated")).toMatchObject({ text: "Ended by an error", isTrouble: true });
    expect(explainEnd({ session: aSession({ status: "live" }), participants: [] }).text).toBe("In call");
  });
});
