import { describe, expect, test } from "vitest";
import { digestSession } from "@/lib/digest/sessions";
import type { Usage } from "@/lib/model/usage";
import { toSession } from "@/lib/normalise/sessions";
import { captureEntries, entriesOf } from "@/tests/harness/capture-entries";

const NOW = { nowMs: Date.parse("2026-11-22T00:00:00Z") };

// Counted by hand and with Python's opentelemetry-proto in the captures' decoded.json; the rows are those of the read API's
// acceptance table. `e2e` is the nearest rank of the chat history's e2e_latency, worked out in Python.
const TABLE = [
  {
    capture: "python-clinic",
    sessionId: "AJ_xZXBwwyJ42fT",
    roomId: "RM_7FHTX9DZjoFu",
    counts: { spans: 174, logs: 13, user: 7, agent: 8, tools: 5, failed: 1, handoffs: 1, interrupted: 1, errors: 1 },
    e2e: [1323.513, 1775.599],
    closeReason: "participant_disconnected",
    outcome: "success",
    usage: {
      llm: { inputTokens: 3070, inputCachedTokens: 928, outputTokens: 357 },
      tts: { charactersCount: 770, audioDurationMs: 49391.519 },
      stt: { audioDurationMs: 84283.188 },
    },
  },
  {
    capture: "python-trouble",
    sessionId: "AJ_iaZeJgVAjjz5",
    roomId: "RM_wgDqjBuWZrnt",
    counts: { spans: 100, logs: 9, user: 5, agent: 5, tools: 2, failed: 2, handoffs: 0, interrupted: 0, errors: 2 },
    e2e: [1050.996, 1318.968],
    closeReason: "participant_disconnected",
    outcome: "fail",
    usage: {
      llm: { inputTokens: 1070, inputCachedTokens: 320, outputTokens: 131 },
      tts: { charactersCount: 319 },
      stt: { audioDurationMs: 50629 },
    },
  },
  {
    capture: "python-realtime",
    sessionId: "AJ_L3AYF7HnakyT",
    roomId: "RM_rTZUMzgjiwQr",
    counts: { spans: 43, logs: 5, user: 5, agent: 6, tools: 1, failed: 0, handoffs: 0, interrupted: 1, errors: 0 },
    e2e: [null, null],
    closeReason: "participant_disconnected",
    outcome: "success",
    usage: {
      llm: {
        inputTokens: 4981,
        inputCachedTokens: 1965,
        inputAudioTokens: 2995,
        inputTextTokens: 1986,
        outputTokens: 717,
        outputAudioTokens: 579,
        outputTextTokens: 138,
      },
    },
  },
  {
    capture: "node-clinic",
    sessionId: "AJ_NqRHtt5xdg4h",
    roomId: "RM_NRHSRGAEQ6bi",
    counts: { spans: 139, logs: 38, user: 7, agent: 8, tools: 5, failed: 1, handoffs: 1, interrupted: 1, errors: 2 },
    e2e: [1325, 1757],
    closeReason: null,
    outcome: null,
    usage: {
      llm: { inputTokens: 2316, inputCachedTokens: 704, outputTokens: 224 },
      tts: { charactersCount: 1549, audioDurationMs: 84259 },
      stt: { audioDurationMs: 83036 },
    },
  },
  {
    capture: "python-1.3.12-clinic",
    sessionId: "AJ_ytdffoLoU9nf",
    roomId: "RM_TXmCqEbWiPAY",
    counts: { spans: 158, logs: 8, user: 7, agent: 8, tools: 5, failed: 1, handoffs: 1, interrupted: 1, errors: 3 },
    e2e: [1307.186, 1737.419],
    closeReason: null,
    outcome: null,
    usage: {
      llm: { inputTokens: 3070, inputCachedTokens: 928, outputTokens: 357, inputAudioTokens: null },
      tts: { charactersCount: 770, audioDurationMs: 49391.519 },
    },
  },
  {
    capture: "python-partial-no-audio-no-logs",
    sessionId: "AJ_SUKQwziThoDz",
    roomId: "RM_kjXsi4BxXeCL",
    counts: { spans: 58, logs: 0, user: 2, agent: 3, tools: 0, failed: 0, handoffs: 0, interrupted: 0, errors: 0 },
    e2e: [959.344, 962.678],
    closeReason: "participant_disconnected",
    outcome: null,
    usage: {
      llm: { inputTokens: 80, outputTokens: 11 },
      tts: { charactersCount: 71 },
      stt: { audioDurationMs: 14775 },
    },
  },
  // The next three were worked out with Python's opentelemetry-proto and livekit-protocol over the raw bodies, each record by its own
  // `job_id`, spans once by (trace, span). Usage stands in `session_summary` and again in the report, equal in both: 80 = 40 + 40
  // tokens of two `llm_request` spans, 11 = 7 + 4; 71 characters = 33 + 30 + 8 of the three texts "Hello, this call is not
  // recorded.", "We are open from nine to five." and "Goodbye."; seconds as the summary says them, × 1000. Percentiles of
  // two e2e_latency values by nearest rank are the smaller and the larger. Redaction takes texts out of spans, no count.
  {
    capture: "python-redaction",
    sessionId: "AJ_2NpADAbfGFi4",
    roomId: "RM_WRokzuPSbQBN",
    counts: { spans: 49, logs: 3, user: 2, agent: 3, tools: 0, failed: 0, handoffs: 0, interrupted: 0, errors: 0 },
    e2e: [888.338, 976.32],
    closeReason: "participant_disconnected",
    outcome: null,
    usage: {
      llm: { inputTokens: 80, inputCachedTokens: 0, outputTokens: 11 },
      tts: { charactersCount: 71, audioDurationMs: 5425.397 },
      stt: { audioDurationMs: 13987 },
    },
  },
  {
    capture: "python-thread-two-jobs",
    sessionId: "AJ_Na2NQweNjQ3f",
    roomId: "RM_WNNhDGni6Rid",
    counts: { spans: 50, logs: 7, user: 2, agent: 3, tools: 0, failed: 0, handoffs: 0, interrupted: 0, errors: 0 },
    e2e: [892.297, 979.642],
    closeReason: "participant_disconnected",
    outcome: null,
    usage: {
      llm: { inputTokens: 80, inputCachedTokens: 0, outputTokens: 11 },
      tts: { charactersCount: 71, audioDurationMs: 5425.397 },
      stt: { audioDurationMs: 14282.5 },
    },
  },
  {
    capture: "python-thread-two-jobs",
    sessionId: "AJ_qhTynmB8RYEC",
    roomId: "RM_2EJcm8BXTVXF",
    counts: { spans: 50, logs: 7, user: 2, agent: 3, tools: 0, failed: 0, handoffs: 0, interrupted: 0, errors: 0 },
    e2e: [908.001, 975.83],
    closeReason: "participant_disconnected",
    outcome: null,
    usage: {
      llm: { inputTokens: 80, inputCachedTokens: 0, outputTokens: 11 },
      tts: { charactersCount: 71, audioDurationMs: 5425.397 },
      stt: { audioDurationMs: 14184 },
    },
  },
] as const;

describe.each(TABLE)(
  "the digest of $capture ($sessionId)",
  ({ capture, sessionId, roomId, counts, e2e, usage, ...said }) => {
    async function derive() {
      const records = toSession(sessionId, entriesOf(await captureEntries(capture), sessionId, roomId), NOW);
      if (records === null) throw new Error(`${capture} makes no session`);
      return { records, digest: digestSession(records) };
    }

    test("counts what the capture holds", async () => {
      const { records, digest } = await derive();
      const { session } = digest;
      expect({
        spans: records.spans.length,
        logs: records.logs.length,
        user: session.userTurnCount,
        agent: session.agentTurnCount,
        tools: session.toolCallCount,
        failed: session.toolErrorCount,
        handoffs: session.handoffCount,
        interrupted: session.interruptionCount,
        errors: session.errorCount,
      }).toEqual(counts);
      expect(digest.turns).toHaveLength(counts.user + counts.agent);
      expect(digest.toolCalls).toHaveLength(counts.tools);
      expect(records.rejected).toEqual([]);
    });

    test("reports usage from one source", async () => {
      const { session } = (await derive()).digest;
      const byKind = Object.fromEntries(session.usage.map((row) => [row.kind, row] as [Usage["kind"], Usage]));
      expect(byKind).toMatchObject(usage);
      expect(Object.keys(byKind).sort()).toEqual(Object.keys(usage).sort());
      expect(session.usage).toHaveLength(Object.keys(usage).length);
    });

    test("says where it belongs and how it ended", async () => {
      const { session } = (await derive()).digest;
      expect(session).toMatchObject({ sessionId, roomId, status: "ended", ...said });
      expect([session.e2eP50Ms, session.e2eP95Ms]).toEqual(e2e);
      expect(session.durationMs).toBeGreaterThan(19_000);
    });
  },
);

describe("the digest of other captures", () => {
  test("webhooks alone make no session", async () => {
    const entries = await captureEntries("python-record-false");
    const ids = new Set(entries.map(({ sessionId }) => sessionId));
    expect(ids.size).toBe(1);
    for (const id of ids) expect(toSession(id, entries, NOW)).toBeNull();
  });

  test("two jobs of one process are two sessions, each with its own half", async () => {
    const entries = await captureEntries("python-thread-two-jobs");
    for (const [sessionId, roomId] of [
      ["AJ_Na2NQweNjQ3f", "RM_WNNhDGni6Rid"],
      ["AJ_qhTynmB8RYEC", "RM_2EJcm8BXTVXF"],
    ] as const) {
      const records = toSession(sessionId, entriesOf(entries, sessionId, roomId), NOW);
      expect(records?.spans).toHaveLength(50);
      expect(records?.facts.roomId).toBe(roomId);
      expect(records?.items.filter(({ kind }) => kind === "message")).toHaveLength(5);
      expect(records?.recording?.blobKey).toBe(`audio/${sessionId}.ogg`);
      expect(new Set(records?.spans.map(({ attributes }) => attributes.job_id))).toEqual(new Set([sessionId]));
    }
  });

  test("tags are the user's; outcome and verdicts are told apart from them", async () => {
    const entries = await captureEntries("python-clinic");
    const records = toSession("AJ_xZXBwwyJ42fT", entriesOf(entries, "AJ_xZXBwwyJ42fT", "RM_7FHTX9DZjoFu"), NOW);
    expect(records?.facts.tags).toEqual(["appointment:booked", "campaign:autumn-checkup", "language:en"]);
    expect(records?.evaluations.map(({ kind, name, verdict }) => `${kind} ${name} ${verdict}`).sort()).toEqual([
      "evaluation relevancy pass",
      "evaluation safety maybe",
      "evaluation task_completion pass",
      "outcome success pass",
      "tag appointment:booked null",
    ]);
  });

  test("search text has what was said and done, ids at 0 ms, and is in order", async () => {
    const entries = await captureEntries("python-clinic");
    const records = toSession("AJ_xZXBwwyJ42fT", entriesOf(entries, "AJ_xZXBwwyJ42fT", "RM_7FHTX9DZjoFu"), NOW);
    if (records === null) throw new Error("no session");
    const lines = digestSession(records).search?.lines ?? [];
    const atZero = lines.filter(({ atMs }) => atMs === 0).map(({ text }) => text);
    expect(atZero).toEqual(
      expect.arrayContaining([
        "AJ_xZXBwwyJ42fT",
        "RM_7FHTX9DZjoFu",
        "clinic-1795262672",
        "clinic-receptionist",
        "caller-maria",
      ]),
    );
    // 1795262698.7178 − 1795262673.168, by hand.
    const call = lines.find(({ text }) =>
      text.startsWith('check_availability {"doctor": "Okafor", "week": "2026-11-26"}'),
    );
    expect(call?.atMs).toBeCloseTo(25549.8, 0);
    expect(lines.some(({ text }) => text === "insurance lookup failed")).toBe(true);
    expect(lines.map(({ atMs }) => atMs)).toEqual(lines.map(({ atMs }) => atMs).sort((a, b) => a - b));
  });

  test("a live session has no search text yet, and U+0000 never reaches a row", async () => {
    const entries = await captureEntries("python-clinic");
    const records = toSession("AJ_xZXBwwyJ42fT", entriesOf(entries, "AJ_xZXBwwyJ42fT", "RM_7FHTX9DZjoFu"), NOW);
    if (records === null) throw new Error("no session");
    const withNul = {
      ...records,
      facts: { ...records.facts, roomName: "a\u0000b", tags: ["t\u0000"] },
      items: records.items.map((item) => ({ ...item, text: `${item.text}\u0000` })),
      logs: records.logs.map((log) => ({ ...log, message: `\u0000${log.message}` })),
    };
    expect(JSON.stringify(digestSession(withNul))).not.toContain("\\u0000");
    const live = { ...records, facts: { ...records.facts, status: "live" as const, endNs: null } };
    expect(digestSession(live).search).toBeNull();
  });

  test("search text stops at its limit, and loses logs before words", async () => {
    const entries = await captureEntries("python-clinic");
    const records = toSession("AJ_xZXBwwyJ42fT", entriesOf(entries, "AJ_xZXBwwyJ42fT", "RM_7FHTX9DZjoFu"), NOW);
    if (records === null) throw new Error("no session");
    const [log] = records.logs;
    if (log === undefined) throw new Error("no log");
    const flood = Array.from({ length: 3000 }, (_, index) => ({ ...log, message: `${index} ${"x".repeat(200)}` }));
    const lines = digestSession({ ...records, logs: flood }).search?.lines ?? [];
    const bytes = lines.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    expect(bytes).toBeLessThanOrEqual(200 * 1024);
    expect(lines.some(({ text }) => text.includes("See you on Thursday"))).toBe(true);
  });
});
