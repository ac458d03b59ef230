import { describe, expect, test } from "vitest";
import { toSession } from "@/lib/normalise/sessions";
import { derive, LONG_AGO, RECEIVED_AT, recordingEntry, tracesEntry } from "./sent";

describe("recordings that name only their room", () => {
  const first = [
    tracesEntry("AJ_1", [{ spanId: "00000000000000a0", name: "agent_session", startMs: 0, endMs: 60_000 }]),
    tracesEntry("AJ_2", [{ spanId: "00000000000000b0", name: "agent_session", startMs: 600_000, endMs: 660_000 }]),
  ];
  const audio = (blobKey: string) => ({ blobKey, sizeBytes: 9, contentType: "audio/ogg", sha256: "" });
  const uploads = [
    recordingEntry("RM_1", { roomId: "RM_1", startMs: 200 }, { audio: audio("first") }),
    recordingEntry("RM_1", { roomId: "RM_1", startMs: 600_200 }, { audio: audio("second") }),
  ];

  test("belong to the session of that room whose start is nearest", () => {
    const entries = [...first, ...uploads];
    const blobOf = (id: string) =>
      derive(
        id,
        entries.filter(({ sessionId }) => sessionId === id || sessionId === "RM_1"),
      ).recording?.blobKey;
    expect([blobOf("AJ_1"), blobOf("AJ_2")]).toEqual(["first", "second"]);
  });

  test("go to a sibling that is nearer, even when this session has none of its own", () => {
    const entries = [...first.slice(1), ...uploads.slice(0, 1)];
    const siblings = [
      { sessionId: "RM_1", startNs: 1_795_262_673_200_000_000n },
      { sessionId: "AJ_1", startNs: 1_795_262_673_000_000_000n },
    ];
    expect(derive("AJ_2", entries).recording?.blobKey).toBe("first");
    expect(toSession("AJ_2", entries, { ...LONG_AGO, siblings })?.recording).toBeNull();
    const own = [...first.slice(0, 1), ...uploads.slice(0, 1)];
    expect(toSession("AJ_1", own, { ...LONG_AGO, siblings })?.recording?.blobKey).toBe("first");
  });

  test("the newest upload that holds audio is the recording", () => {
    const entries = [
      recordingEntry("AJ_1", { roomId: "RM_1", jobId: "AJ_1", startMs: 0 }, { audio: audio("a") }),
      recordingEntry(
        "AJ_1",
        { roomId: "RM_1", jobId: "AJ_1", startMs: 5 },
        { audio: audio("b") },
        new Date(RECEIVED_AT.getTime() + 1),
      ),
      recordingEntry("AJ_1", { roomId: "RM_1", jobId: "AJ_1" }, {}, new Date(RECEIVED_AT.getTime() + 2)),
    ];
    const { recording } = derive("AJ_1", entries);
    expect(recording).toMatchObject({ blobKey: "b", startNs: 1_795_262_673_005_000_000n, declaredDurationMs: null });
  });
});
