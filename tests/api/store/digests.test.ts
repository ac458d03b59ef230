import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SessionDigest } from "@/lib/model/digests";
import { type DigestToSave, saveDigests } from "@/lib/store/digests";
import { claimRecordings, saveRecordingFacts } from "@/lib/store/recordings";
import { openTestDatabase, type TestDatabase } from "../../harness/database";

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await openTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.close();
});

const at = (seconds: number) => new Date(1_795_262_000_000 + seconds * 1000);

const digest: SessionDigest = {
  session: {
    sessionId: "AJ_one",
    roomId: "RM_one",
    roomName: "clinic",
    agentName: null,
    sdkLanguage: "python",
    sdkVersion: "1.8.9",
    status: "ended",
    startedAt: at(0),
    endedAt: at(60),
    durationMs: 60_000.25,
    userTurnCount: 1,
    agentTurnCount: 1,
    toolCallCount: 1,
    toolErrorCount: 0,
    interruptionCount: 0,
    handoffCount: 0,
    errorCount: 0,
    tokenCount: 0,
    hasRecording: false,
    workerId: "AW_one",
    e2eP50Ms: 812.5,
    e2eP95Ms: null,
    closeReason: "user_initiated",
    outcome: "success",
    tags: ["a", 'with "quotes", commas {and braces}'],
    identities: ["caller"],
    phones: [],
    usage: [
      {
        kind: "llm",
        provider: "fake",
        model: "m",
        inputTokens: 10,
        inputCachedTokens: 0,
        inputAudioTokens: null,
        inputTextTokens: null,
        outputTokens: 3,
        outputAudioTokens: null,
        outputTextTokens: null,
        reasoningTokens: null,
        charactersCount: null,
        audioDurationMs: null,
        sessionDurationMs: null,
      },
    ],
  },
  turns: [
    {
      index: 0,
      itemId: "i0",
      role: "user",
      startMs: 1,
      endMs: 2,
      text: "hi",
      interrupted: false,
      confidence: 0.9,
      e2eLatencyMs: null,
    },
    {
      index: 1,
      itemId: "i1",
      role: "agent",
      startMs: 3,
      endMs: null,
      text: "ho",
      interrupted: true,
      confidence: null,
      e2eLatencyMs: 812.5,
    },
  ],
  toolCalls: [{ index: 0, callId: "c", name: "lookup", startMs: 2, durationMs: 5.5, isError: null }],
  recording: {
    blobKey: "r/1.ogg",
    sizeBytes: 5_000_000_000,
    contentType: "audio/ogg",
    startedAt: at(0),
    declaredDurationMs: null,
  },
  search: {
    lines: [
      { text: "hi\nthere", atMs: 1 },
      { text: "ho", atMs: 3 },
    ],
  },
};

function saved(change: (copy: SessionDigest) => void = () => {}): DigestToSave {
  const copy = structuredClone(digest);
  change(copy);
  return { digest: copy, firstReceivedAt: at(1), lastReceivedAt: at(61), journalBytes: 1234, readAt: at(62) };
}

async function rows(table: string): Promise<Record<string, unknown>[]> {
  return (await client.query(`select * from ${table} order by 1, 2, 3`)).rows;
}

it("keeps every field in its column", async () => {
  await saveDigests(database.scope, [saved()]);
  expect(await rows("session")).toMatchObject([
    {
      session_id: "AJ_one",
      room_name: "clinic",
      agent_name: null,
      started_at: at(0),
      duration_ms: 60_000.25,
      tags: digest.session.tags,
      usage: digest.session.usage,
      last_received_at: at(61),
      journal_bytes: "1234",
    },
  ]);
  expect(await rows("turn")).toMatchObject([
    { index: 0, item_id: "i0", confidence: 0.9 },
    { index: 1, role: "agent", end_ms: null, interrupted: true, e2e_latency_ms: 812.5 },
  ]);
  expect(await rows("tool_call")).toMatchObject([{ call_id: "c", duration_ms: 5.5, is_error: null }]);
  expect(await rows("model_usage")).toMatchObject([
    { kind: "llm", figures: { inputTokens: 10, inputCachedTokens: 0 } },
  ]);
  expect(await rows("recording")).toMatchObject([{ blob_key: "r/1.ogg", size_bytes: "5000000000" }]);
  expect(await rows("session_text")).toMatchObject([{ text: "hi there\nho", at_ms: [1, 3] }]);
});

it("saving again leaves the same rows, and fewer turns leave no old ones", async () => {
  await saveDigests(database.scope, [
    saved(),
    {
      ...saved((copy) => {
        copy.session.sessionId = "AJ_two";
      }),
    },
  ]);
  const before = await rows("turn");
  await saveDigests(database.scope, [saved()]);
  expect(await rows("turn")).toEqual(before);
  await saveDigests(database.scope, [saved((copy) => copy.turns.pop())]);
  expect(await rows("turn")).toHaveLength(before.length - 1);
});

it("keeps what reading the file has shown while the file is the same, and forgets it with another file", async () => {
  await saveDigests(database.scope, [saved()]);
  const claims = await claimRecordings(10, new Date());
  const claimed = claims.find(({ sessionId }) => sessionId === "AJ_one");
  if (!claimed) throw new Error("nothing claimed");
  expect(await claimRecordings(10, new Date())).toEqual([]);
  const facts = { durationMs: 59_000, peaksBlobKey: "p", activity: Uint8Array.from([1, 2, 3]) };
  expect(await saveRecordingFacts(database.scope, claimed, facts)).toBe(true);
  await saveDigests(database.scope, [saved()]);
  expect((await rows("recording"))[0]).toMatchObject({
    duration_ms: 59_000,
    peaks_blob_key: "p",
    activity: Buffer.from([1, 2, 3]),
  });
  await saveDigests(database.scope, [
    saved((copy) => {
      if (copy.recording) copy.recording.blobKey = "r/2.ogg";
    }),
  ]);
  expect((await rows("recording"))[0]).toMatchObject({
    blob_key: "r/2.ogg",
    duration_ms: null,
    peaks_blob_key: null,
    activity: null,
    attempts: 0,
  });
  expect(await saveRecordingFacts(database.scope, claimed, facts)).toBe(false);
});

it("a digest that read the journal earlier, but ends later, takes nothing back", async () => {
  const late = saved();
  const early = saved((copy) => {
    copy.recording = null;
    copy.turns.pop();
    copy.session.status = "live";
  });
  await saveDigests(database.scope, [{ ...late, readAt: at(64) }]);
  await saveDigests(database.scope, [{ ...early, readAt: at(63) }]);
  expect((await rows("session"))[0]).toMatchObject({ status: "ended", read_at: at(64) });
  expect((await rows("turn")).filter((row) => row.session_id === "AJ_one")).toHaveLength(2);
  expect((await rows("recording"))[0]).toMatchObject({ session_id: "AJ_one", blob_key: "r/1.ogg" });
  await client.query("update session set read_at = null");
});

it("a live digest without search text keeps the text of an earlier one", async () => {
  await saveDigests(database.scope, [saved()]);
  await saveDigests(database.scope, [
    saved((copy) => {
      copy.search = null;
    }),
  ]);
  expect(await rows("session_text")).toMatchObject([{ text: "hi there\nho" }, {}]);
});

it("a session known only by its room goes when one with a job of that room is saved", async () => {
  await saveDigests(database.scope, [
    saved((copy) => {
      copy.session.sessionId = "RM_one";
    }),
  ]);
  expect((await rows("session")).map((row) => row.session_id)).toContain("RM_one");
  await saveDigests(database.scope, [saved()]);
  for (const table of ["session", "turn", "tool_call", "model_usage", "recording", "session_text"]) {
    expect((await rows(table)).map((row) => row.session_id)).not.toContain("RM_one");
  }
});

it("takes text with zero bytes and half characters", async () => {
  await saveDigests(database.scope, [
    saved((copy) => {
      if (copy.turns[0]) copy.turns[0].text = "a\0b\ud800c 😀";
    }),
  ]);
  expect((await rows("turn"))[0]?.text).toBe("a\ufffdb\ufffdc 😀");
});
