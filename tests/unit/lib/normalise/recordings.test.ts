import { describe, expect, test } from "vitest";
import { toSession } from "@/lib/normalise/sessions";
import { atNs, derive, LONG_AGO, RECEIVED_AT, recordingEntry, scopeLogsEntry, tracesEntry } from "./sent";

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

  const history = (id: string, atMs: number) =>
    JSON.stringify({
      items: [{ type: "message", id, role: "user", content: [id], created_at: Number(atNs(atMs)) / 1e9 }],
    });
  const logged = (sessionId: string, id: string, atMs: number) =>
    scopeLogsEntry(sessionId, "chat_history", [["chat item", { "chat.item": { message: { id } } }]], atMs);

  test("are whose logs tell of the same items, though another session began nearer", () => {
    const siblings = [
      { sessionId: "AJ_1", startNs: atNs(0) },
      { sessionId: "AJ_2", startNs: atNs(50) },
    ];
    const room = [
      recordingEntry(
        "RM_1",
        { roomId: "RM_1", startMs: 40 },
        { audio: audio("first"), chatHistory: history("one", 60) },
      ),
      recordingEntry(
        "RM_1",
        { roomId: "RM_1", startMs: 10 },
        { audio: audio("second"), chatHistory: history("two", 60) },
      ),
    ];
    const of = (id: string, item: string, atMs: number) =>
      derive(id, [logged(id, item, atMs), ...room], { ...LONG_AGO, siblings });
    expect(of("AJ_1", "one", 0).recording?.blobKey).toBe("first");
    expect(of("AJ_2", "two", 50).recording?.blobKey).toBe("second");
  });

  test("without audio, whose start is not told or is their end (Node 1.0.24), belong where their conversation began", () => {
    const siblings = [
      { sessionId: "AJ_1", startNs: atNs(0) },
      { sessionId: "AJ_2", startNs: atNs(600_000) },
    ];
    const room = [
      recordingEntry("RM_1", { roomId: "RM_1", startMs: 590_000 }, { chatHistory: history("one", 1_000) }),
      recordingEntry("RM_1", { roomId: "RM_1" }, { chatHistory: history("two", 601_000) }),
    ];
    const textOf = (index: number, id: string) =>
      derive(id, [...first.slice(index, index + 1), ...room], { ...LONG_AGO, siblings }).items.map(({ text }) => text);
    expect([textOf(0, "AJ_1"), textOf(1, "AJ_2")]).toEqual([["one"], ["two"]]);
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
