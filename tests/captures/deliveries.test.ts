import { beforeAll, describe, expect, test } from "vitest";
import { digestSession } from "@/lib/digest/sessions";
import type { JournalEntry } from "@/lib/model/journal";
import type { SessionRecords } from "@/lib/model/records";
import { toSession } from "@/lib/normalise/sessions";
import { captureEntries, entriesOf } from "@/tests/harness/capture-entries";
import { randomSequence, shuffled } from "@/tests/unit/lib/normalise/random";
import { derive, LONG_AGO } from "@/tests/unit/lib/normalise/sent";

/** Every session of every capture: whatever happens to its requests on the way must not change what it means. */
const SESSIONS = [
  { capture: "python-clinic", sessionId: "AJ_xZXBwwyJ42fT", roomId: "RM_7FHTX9DZjoFu" },
  { capture: "python-trouble", sessionId: "AJ_iaZeJgVAjjz5", roomId: "RM_wgDqjBuWZrnt" },
  { capture: "python-realtime", sessionId: "AJ_L3AYF7HnakyT", roomId: "RM_rTZUMzgjiwQr" },
  { capture: "node-clinic", sessionId: "AJ_NqRHtt5xdg4h", roomId: "RM_NRHSRGAEQ6bi" },
  { capture: "python-1.3.12-clinic", sessionId: "AJ_ytdffoLoU9nf", roomId: "RM_TXmCqEbWiPAY" },
  { capture: "python-partial-no-audio-no-logs", sessionId: "AJ_SUKQwziThoDz", roomId: "RM_kjXsi4BxXeCL" },
  { capture: "python-redaction", sessionId: "AJ_2NpADAbfGFi4", roomId: "RM_WRokzuPSbQBN" },
  { capture: "python-thread-two-jobs", sessionId: "AJ_Na2NQweNjQ3f", roomId: "RM_WNNhDGni6Rid" },
  { capture: "python-thread-two-jobs", sessionId: "AJ_qhTynmB8RYEC", roomId: "RM_2EJcm8BXTVXF" },
];

/** Random deliveries tried of each session. */
const ROUNDS = 6;

let everything: JournalEntry[] = [];

beforeAll(async () => {
  const captures = [...new Set(SESSIONS.map(({ capture }) => capture)), "python-record-false"];
  everything = (await Promise.all(captures.map(captureEntries))).flat();
});

/** The records as text, to be compared: objects of ten thousand values are told apart too slowly otherwise. */
function textOf(records: SessionRecords): string {
  return JSON.stringify(records, (_key, value) => (typeof value === "bigint" ? `${value}n` : value));
}

/** What a session counts, each of which can only be less when some of its requests are not there. */
function countsOf(records: SessionRecords) {
  const { session } = digestSession(records);
  return {
    spans: records.spans.length,
    logs: records.logs.length,
    userTurns: session.userTurnCount,
    agentTurns: session.agentTurnCount,
    tools: session.toolCallCount,
    toolErrors: session.toolErrorCount,
    handoffs: session.handoffCount,
    interruptions: session.interruptionCount,
    errors: session.errorCount,
    evaluations: records.evaluations.length,
    participants: records.participants.length,
    inputTokens: totalOf(records, "inputTokens"),
    outputTokens: totalOf(records, "outputTokens"),
    characters: totalOf(records, "charactersCount"),
  };
}

function totalOf(records: SessionRecords, figure: "inputTokens" | "outputTokens" | "charactersCount"): number {
  return records.facts.usage.reduce((sum, usage) => sum + (usage[figure] ?? 0), 0);
}

type Count = keyof ReturnType<typeof countsOf>;

/** What no session may lack in silence, whichever of its requests was lost. */
const CONVERSATION: Count[] = ["userTurns", "agentTurns", "tools", "evaluations"];

/** And when all from one moment on was lost: spans leave orphans, logs have the report as their last. */
const ALL: Count[] = [...CONVERSATION, "spans", "logs"];

/** Node sends the last of its logs after its report, with no word of their end. */
const ALL_OF_NODE: Count[] = [...CONVERSATION, "spans"];

/** A session of which only `kept` came is less than the `whole`, never more, and says in words what it lacks. */
function expectHonest(kept: JournalEntry[], whole: SessionRecords, told: Count[]): void {
  const { sessionId } = whole.facts;
  const records = toSession(sessionId, kept, LONG_AGO);
  if (records === null) {
    expect(kept.filter(({ signal }) => signal !== "webhook").map((entry) => entry.sessionId)).not.toContain(sessionId);
    return;
  }
  const counts = countsOf(records);
  const wholeCounts = countsOf(whole);
  const tooMany = Object.keys(counts).filter((name) => counts[name as Count] > wholeCounts[name as Count]);
  expect(tooMany).toEqual([]);
  expect(records.rejected).toEqual([]);
  const lacks = told.filter((name) => counts[name] < wholeCounts[name]);
  if (lacks.length > 0) {
    const said = records.missing.filter((sentence) => !whole.missing.includes(sentence));
    expect(said, `nothing said of ${lacks.join(", ")}`).not.toEqual([]);
  }
}

describe.each(SESSIONS)("$sessionId of $capture", ({ capture, sessionId, roomId }) => {
  let entries: JournalEntry[] = [];
  let whole: SessionRecords;
  beforeAll(() => {
    entries = entriesOf(everything, sessionId, roomId);
    whole = derive(sessionId, entries);
  });

  test("is the same in any order, with all its requests doubled, or only some", () => {
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const random = randomSequence(seed);
      const again = entries.filter(() => random() < 0.4).map((entry) => ({ ...entry, seq: entry.seq + 10_000n }));
      expect(textOf(derive(sessionId, shuffled([...entries, ...again], random)))).toBe(textOf(whole));
    }
    expect(textOf(derive(sessionId, [...entries, ...entries].reverse()))).toBe(textOf(whole));
  });

  test("is the same when its requests came among those of all others", () => {
    const mixed = shuffled(everything, randomSequence(99));
    expect(textOf(derive(sessionId, entriesOf(mixed, sessionId, roomId)))).toBe(textOf(whole));
  });

  test("cut off at any request is honestly incomplete", () => {
    const told = capture.startsWith("node") ? ALL_OF_NODE : ALL;
    for (let count = 0; count < entries.length; count++) expectHonest(entries.slice(0, count), whole, told);
  });

  test("with requests lost anywhere is honestly incomplete", () => {
    for (let seed = 1; seed <= ROUNDS * 3; seed++) {
      const random = randomSequence(seed);
      const lossShare = random();
      const kept = entries.filter(() => random() >= lossShare);
      expectHonest(shuffled(kept, random), whole, CONVERSATION);
    }
  });
});
