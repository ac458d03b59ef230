import { describe, expect, test } from "vitest";
import { derive, JUST_NOW, LONG_AGO, logsEntry, recordingEntry, tracesEntry } from "./sent";

describe("the status", () => {
  const root = { spanId: "00000000000000a0", name: "job_entrypoint", startMs: 0, endMs: 60_000 };
  const child = {
    spanId: "00000000000000a1",
    parentSpanId: "00000000000000a0",
    name: "agent_turn",
    startMs: 5,
    endMs: 10,
  };
  const close = (reason: string) => ({
    ...child,
    spanId: "00000000000000a2",
    name: "session_close",
    attributes: { "lk.close_reason": reason },
  });
  const statusOf = (spans: Parameters<typeof tracesEntry>[1], options = LONG_AGO, resource = {}) =>
    derive("AJ_1", [tracesEntry("AJ_1", spans, resource)], options).facts.status;

  test("is live until the agent says that it ended, or falls silent", () => {
    expect(statusOf([child], JUST_NOW)).toBe("live");
    expect(statusOf([root, child], JUST_NOW)).toBe("ended");
    expect(derive("AJ_1", [recordingEntry("AJ_1", { roomId: "RM_1", jobId: "AJ_1" })], JUST_NOW).facts.status).toBe(
      "ended",
    );
    expect(statusOf([child], LONG_AGO)).not.toBe("live");
  });

  test("is failed after an error, or when the agent fell silent in the middle", () => {
    expect(statusOf([root, close("error")])).toBe("failed");
    expect(statusOf([{ ...root, isError: true }])).toBe("failed");
    expect(statusOf([child])).toBe("failed");
    expect(derive("AJ_1", [logsEntry("AJ_1", "entrypoint crashed", 0)]).facts.status).toBe("failed");
    expect(statusOf([root, close("participant_disconnected")])).toBe("ended");
  });

  test("of a session that sent nothing but metrics is ended: nobody could have told more", () => {
    const metrics = { ...tracesEntry("AJ_1", []), signal: "metrics" as const };
    expect(derive("AJ_1", [metrics]).facts.status).toBe("ended");
  });

  test("of Node without logs is ended: it has no word for its end (trap T1)", () => {
    expect(statusOf([child], LONG_AGO, { "telemetry.sdk.language": "nodejs" })).toBe("ended");
  });
});
