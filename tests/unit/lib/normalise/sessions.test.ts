import { describe, expect, test } from "vitest";
import type { JournalEntry } from "@/lib/model/journal";
import type { SessionRecords } from "@/lib/model/records";
import { toSession } from "@/lib/normalise/sessions";
import { captureEntries, entriesOf } from "@/tests/harness/capture-entries";
import { randomSequence, shuffled } from "./random";
import { atNs, BASE_NS, derive, LONG_AGO, logsEntry, recordingEntry, tracesEntry, webhookEntry } from "./sent";

const CAPTURES = [
  ["python-clinic", "AJ_xZXBwwyJ42fT", "RM_7FHTX9DZjoFu"],
  ["python-realtime", "AJ_L3AYF7HnakyT", "RM_rTZUMzgjiwQr"],
  ["node-clinic", "AJ_NqRHtt5xdg4h", "RM_NRHSRGAEQ6bi"],
  ["python-1.3.12-clinic", "AJ_ytdffoLoU9nf", "RM_TXmCqEbWiPAY"],
] as const;

async function entriesFrom([capture, sessionId, roomId]: readonly [string, string, string]): Promise<JournalEntry[]> {
  return entriesOf(await captureEntries(capture), sessionId, roomId);
}

describe.each(CAPTURES)("%s", (...capture) => {
  const [, sessionId] = capture;

  test("the order of entries does not matter", async () => {
    const entries = await entriesFrom(capture);
    const expected = derive(sessionId, entries);
    for (const seed of [1, 2, 3]) expect(derive(sessionId, shuffled(entries, randomSequence(seed)))).toEqual(expected);
  });

  test("a batch that came twice counts once, also when it came again later", async () => {
    const entries = await entriesFrom(capture);
    const expected = derive(sessionId, entries);
    const random = randomSequence(7);
    const again = entries
      .filter(() => random() < 0.5)
      .map((entry) => ({ ...entry, seq: entry.seq + 1000n, receivedAt: new Date(entry.receivedAt.getTime() + 3000) }));
    expect(derive(sessionId, shuffled([...entries, ...again, ...entries], random))).toEqual(expected);
  });

  test("every item is linked to spans that are there, where the SDK sent any", async () => {
    const { items, spans } = derive(sessionId, await entriesFrom(capture));
    const ids = new Set(spans.map(({ spanId }) => spanId));
    for (const { spanIds } of items) for (const spanId of spanIds) expect(ids.has(spanId)).toBe(true);
    const linked = items.filter(({ kind, spanIds }) => kind !== "config" && spanIds.length > 0);
    const linkable = items.filter(({ kind }) => kind !== "config");
    // Node never sends its first `agent_turn`'s parent nor its last turn; that speech is linked instead.
    expect(linkable.length - linked.length).toBeLessThanOrEqual(sessionId === "AJ_NqRHtt5xdg4h" ? 2 : 0);
  });

  test("no attribute name keeps its pii segment, and none is lost", async () => {
    const { spans } = derive(sessionId, await entriesFrom(capture));
    for (const { attributes, sentAttributes } of spans) {
      expect(Object.keys(attributes).filter((name) => name.split(".").includes("pii"))).toEqual([]);
      expect(Object.keys(attributes)).toHaveLength(Object.keys(sentAttributes).length);
    }
  });
});

describe("the start of a session", () => {
  test("is the report's, cut to whole milliseconds", async () => {
    // timeUnixNano of the report: 1795262673168946688; session.report_timestamp 1795262766.6828277.
    const { facts } = derive(CAPTURES[0][1], await entriesFrom(CAPTURES[0]));
    expect(facts.startNs).toBe(1_795_262_673_168_000_000n);
    expect(facts.endNs).toBe(1_795_262_766_682_828_000n);
  });

  test("without logs is the recording's, without audio the first span's", async () => {
    const clinic = (await entriesFrom(CAPTURES[0])).filter(({ signal }) => signal !== "logs");
    expect(derive(CAPTURES[0][1], clinic).facts.startNs).toBe(1_795_262_673_183_000_000n);
    const partial = await captureEntries("python-partial-no-audio-no-logs");
    const { facts, spans } = derive("AJ_SUKQwziThoDz", partial);
    expect(facts.startNs).toBe(((spans[0]?.startNs ?? 0n) / 1_000_000n) * 1_000_000n);
  });

  test("Node's report says milliseconds and is read as such", async () => {
    const { facts } = derive(CAPTURES[2][1], await entriesFrom(CAPTURES[2]));
    expect(facts).toMatchObject({ sdkLanguage: "node", sdkVersion: "1.9.0", startNs: 1_795_263_020_294_000_000n });
    expect(facts.endNs).toBe(1_795_263_110_893_000_000n);
  });
});

test("a session of nothing but a transcript lasts from its first item to its last", () => {
  const at = (seconds: number) => Number(BASE_NS) / 1e9 + seconds;
  const message = (id: string, seconds: number) => ({
    type: "message",
    id,
    role: "user",
    content: [id],
    created_at: at(seconds),
  });
  const chatHistory = JSON.stringify({ items: [message("a", 0.5), message("b", 9), message("c", 7)] });
  const entryAt = (receivedAt?: Date) =>
    recordingEntry("AJ_1", { roomId: "RM_1", jobId: "AJ_1" }, { chatHistory }, receivedAt);
  const { facts } = derive("AJ_1", [entryAt()]);
  const { facts: yearsLater } = derive("AJ_1", [entryAt(new Date("2030-01-01"))], { nowMs: Date.parse("2031-01-01") });
  expect(yearsLater).toEqual(facts);
  expect(facts).toMatchObject({ startNs: atNs(500), endNs: atNs(9_000), status: "ended" });
});

describe("a session in progress", () => {
  test("shows a transcript from its spans while it grows", async () => {
    const entries = (await entriesFrom(CAPTURES[0])).filter(({ signal }) => signal === "traces");
    const early = entries.slice(0, -1);
    const lastMs = Math.max(...early.map(({ receivedAt }) => receivedAt.getTime()));
    const { facts, items, missing } = derive(CAPTURES[0][1], early, { nowMs: lastMs + 5_000 });
    expect(facts).toMatchObject({ status: "live", endNs: null });
    const said = items.filter(({ kind }) => kind === "message");
    expect(said.filter(({ role }) => role === "user")).toHaveLength(7);
    expect(said[0]?.text).toBe("Good morning, Bayview Clinic, this is Nora. How can I help you today?");
    expect(items.filter(({ kind }) => kind === "tool_call")).toHaveLength(5);
    expect(items.filter(({ kind }) => kind === "handoff").map(({ handoff }) => handoff)).toEqual([
      { from: "receptionist", to: "booking_agent" },
    ]);
    expect(items.every(({ id }) => id.startsWith("live_"))).toBe(true);
    expect(missing.join(" ")).toContain("put together from spans");
  });

  test("says that a realtime model's spans do not tell what the caller said; others' do", async () => {
    const words = "What the caller said is not among them: the spans of realtime models do not tell it.";
    const missingOf = async (capture: (typeof CAPTURES)[number]) =>
      derive(
        capture[1],
        (await entriesFrom(capture)).filter(({ signal }) => signal === "traces"),
      ).missing;
    const realtime = CAPTURES.find(([name]) => name === "python-realtime") ?? CAPTURES[0];
    expect(await missingOf(realtime)).toContain(words);
    expect(await missingOf(CAPTURES[0])).not.toContain(words);
    expect(derive(realtime[1], await entriesFrom(realtime)).missing).toEqual([]);
  });

  test("the final items take the place of those from spans, and begin where they began", async () => {
    const entries = await entriesFrom(CAPTURES[0]);
    const final = derive(CAPTURES[0][1], entries);
    const spansOnly = derive(
      CAPTURES[0][1],
      entries.filter(({ signal }) => signal === "traces"),
    );
    expect(final.items.some(({ id }) => id.startsWith("live_"))).toBe(false);
    const texts = (records: SessionRecords) =>
      records.items.filter(({ kind }) => kind === "message").map(({ role, text }) => `${role}: ${text}`);
    expect(texts(spansOnly)).toEqual(texts(final));
    const starts = (records: SessionRecords) =>
      records.items.filter(({ kind }) => kind === "message").map(({ startNs }) => Number(startNs / 1_000_000n));
    for (const [index, startMs] of starts(final).entries()) {
      expect(Math.abs(startMs - (starts(spansOnly)[index] ?? 0))).toBeLessThan(20);
    }
  });
});

describe("who makes a session", () => {
  test("entries of the room do not make one of a job", () => {
    const entries = [recordingEntry("RM_1", { roomId: "RM_1", startMs: 0 })];
    expect(toSession("AJ_1", entries, LONG_AGO)).toBeNull();
    expect(toSession("RM_1", entries, LONG_AGO)?.facts).toMatchObject({ sessionId: "RM_1", roomId: "RM_1" });
  });

  test("other OpenTelemetry senders have sessions too: spans and logs, from the earliest span on", () => {
    const spans = [
      { spanId: "00000000000000a1", parentSpanId: "00000000000000a0", name: "child", startMs: 150, endMs: 180 },
      { spanId: "00000000000000a0", name: "turn", startMs: 100.25, endMs: 200 },
    ];
    const entries = [
      tracesEntry("conversation-1", spans, { "telemetry.sdk.language": "go" }),
      logsEntry("conversation-1", "hello", 120),
    ];
    const { facts, spans: found, logs, missing } = derive("conversation-1", entries);
    expect(facts).toMatchObject({
      sdkLanguage: "go",
      roomId: null,
      status: "ended",
      startNs: 1_795_262_673_100_000_000n,
    });
    expect(found.map(({ name }) => name)).toEqual(["turn", "child"]);
    expect(logs.map(({ message }) => message)).toEqual(["hello"]);
    expect(missing).toEqual([]);
  });

  test("an entry that cannot be read is rejected with the reason, and the others are kept", () => {
    const good = tracesEntry("AJ_1", [{ spanId: "00000000000000a0", name: "agent_turn", startMs: 0, endMs: 1 }]);
    const bad = { ...good, seq: 0n, body: new Uint8Array([1, 2, 3]) };
    const { spans, rejected } = derive("AJ_1", [good, bad]);
    expect(spans).toHaveLength(1);
    expect(rejected).toHaveLength(1);
    expect(rejected[0]?.reason).toContain("traces request");
  });
});

describe("what is missing", () => {
  test("is said in plain words", async () => {
    const partial = derive("AJ_SUKQwziThoDz", await captureEntries("python-partial-no-audio-no-logs"));
    expect(partial.missing).toEqual([
      "No audio: the agent recorded without audio.",
      "No logs: the agent recorded without logs.",
    ]);
    const redacted = derive("AJ_2NpADAbfGFi4", await captureEntries("python-redaction"));
    expect(redacted.missing.join(" ")).toContain("Redaction is on");
    const node = derive(CAPTURES[2][1], await entriesFrom(CAPTURES[2]));
    // Counted in Python: spans whose parent is not among the 139.
    expect(node.missing).toEqual([
      "27 spans have no parent: the Node SDK ends before it sends its last spans, among them the session's own.",
    ]);
    expect(derive(CAPTURES[0][1], await entriesFrom(CAPTURES[0])).missing).toEqual([]);
  });

  test("a process that died is told from one that ended", () => {
    const { missing } = derive("AJ_1", [logsEntry("AJ_1", "boom", 0)]);
    expect(missing[0]).toContain("never said that this session ended");
  });
});

test("the agent's name is its own participant's where two agents are in a room, and nobody's where that is not told", () => {
  const joined = (identity: string, name: string) =>
    webhookEntry("RM_1", {
      event: "participant_joined",
      participant: { sid: `PA_${name}`, identity, kind: "AGENT", attributes: { "lk.agent.name": name } },
    });
  const nameOf = (...webhooks: ReturnType<typeof joined>[]) =>
    derive("AJ_2", [
      tracesEntry("AJ_2", [{ spanId: "00000000000000a0", name: "s", startMs: 0, endMs: 9 }]),
      ...webhooks,
    ]).facts.agentName;
  expect(nameOf(joined("agent-AJ_1", "one"), joined("agent-AJ_2", "two"))).toBe("two");
  expect(nameOf(joined("own", "one"), joined("other", "one"))).toBe("one");
  expect(nameOf(joined("agent-AJ_1", "one"), joined("agent-AJ_3", "three"))).toBeNull();
});

describe("participants", () => {
  test("come from webhooks and spans, one entry each", async () => {
    const { participants } = derive(CAPTURES[0][1], await entriesFrom(CAPTURES[0]));
    expect(participants).toEqual([
      {
        participantId: "PA_dLjhXpeaKvgn",
        identity: "caller-maria",
        name: "Caller",
        kind: "user",
        phone: null,
        joinedNs: 1_795_262_672_946_000_000n,
        leftNs: 1_795_262_764_000_000_000n,
        disconnectReason: "client_initiated",
      },
      {
        participantId: "PA_NvttxvpER7ug",
        identity: "agent-AJ_xZXBwwyJ42fT",
        name: null,
        kind: "agent",
        phone: null,
        joinedNs: 1_795_262_673_283_000_000n,
        leftNs: 1_795_262_766_000_000_000n,
        disconnectReason: "room_closed",
      },
    ]);
  });

  test("a caller's number is told where the SDK tells it", () => {
    const attributes = {
      "lk.participant_id": "PA_1",
      "lk.pii.participant_identity": "sip_1",
      "lk.participant_kind": "SIP",
    };
    const entries = [
      tracesEntry("AJ_1", [
        {
          spanId: "00000000000000a0",
          name: "agent_session",
          startMs: 0,
          endMs: 9,
          attributes: { "lk.pii.sip.phoneNumber": "+15550001111" },
        },
        { spanId: "00000000000000a1", name: "user_speaking", startMs: 1, endMs: 2, attributes },
      ]),
    ];
    expect(derive("AJ_1", entries).participants).toMatchObject([
      { identity: "sip_1", kind: "sip", phone: "+15550001111" },
    ]);
  });
});
