import { beforeAll, describe, expect, test } from "vitest";
import { digestSession } from "@/lib/digest/sessions";
import type { SessionRecords } from "@/lib/model/records";
import type { SentAttributes, SentValue } from "@/lib/wire/otlp/records";
import { captureEntries, entriesOf } from "@/tests/harness/capture-entries";
import { derive } from "@/tests/unit/lib/normalise/sent";
import { entriesFrom, recordsOf, type SentRecords } from "./otlp-json";

// What versions send of which there is no capture, made of the captures by the tables of PROTOCOL §6.1, §5.2, §4.1 and §11: each
// change that came with some version is taken back, alone and together with all that came after it.

const PYTHON = { capture: "python-clinic", sessionId: "AJ_xZXBwwyJ42fT", roomId: "RM_7FHTX9DZjoFu" };
const REALTIME = { capture: "python-realtime", sessionId: "AJ_L3AYF7HnakyT", roomId: "RM_rTZUMzgjiwQr" };
const TROUBLE = { capture: "python-trouble", sessionId: "AJ_iaZeJgVAjjz5", roomId: "RM_wgDqjBuWZrnt" };
const NODE = { capture: "node-clinic", sessionId: "AJ_NqRHtt5xdg4h", roomId: "RM_NRHSRGAEQ6bi" };

type Change = (records: SentRecords) => SentRecords;

const mapNames = (attributes: SentAttributes, rename: (name: string) => string | null): SentAttributes =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => {
      const other = rename(name);
      return other === null ? [] : [[other, value]];
    }),
  );

const withNames =
  (rename: (name: string) => string | null): Change =>
  (records) => ({
    ...records,
    spans: records.spans.map((span) => ({
      ...span,
      attributes: mapNames(span.attributes, rename),
      events: span.events.map((event) => ({ ...event, attributes: mapNames(event.attributes, rename) })),
    })),
  });

const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

function camelDeep(value: SentValue): SentValue {
  if (Array.isArray(value)) return value.map(camelDeep);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [camel(name), camelDeep(inner)]));
}

/** Before 1.7.0 (both SDKs): `lk.X` instead of `lk.pii.X`. */
const withoutPii = withNames((name) => name.replace(".pii.", "."));
/** Before 1.8.0: no messages and no counts of OpenTelemetry's names. */
const withoutGenAi = withNames((name) =>
  name.startsWith("gen_ai.") && !name.startsWith("gen_ai.request") ? null : name,
);
/** Python before 1.5.0, Node before 1.7.0: camelCase keys in the log copy; Node's arguments as pairs. */
const camelChatLogs: Change = (records) => ({
  ...records,
  logs: records.logs.map((log) =>
    log.body === "chat item"
      ? { ...log, attributes: { ...log.attributes, "chat.item": camelDeep(log.attributes["chat.item"] ?? null) } }
      : log,
  ),
});
/** Python before 1.6.6, Node before 1.6.1. */
const uploadWithoutJob: Change = (records) => ({
  ...records,
  recordings: records.recordings.map((one) => ({ ...one, header: { ...one.header, jobId: null } })),
});
/** Python before 1.8.9. */
const withoutSummary: Change = (records) => ({
  ...records,
  recordings: records.recordings.map((one) => ({
    ...one,
    header: { ...one.header, sessionSummary: null, durationMs: 0 },
  })),
});
/** Python before 1.5.0, Node before 1.2.0. */
const reportWithoutUsage: Change = (records) => ({
  ...records,
  logs: records.logs.map((log) => {
    const { usage: _usage, sdk_version: _version, "session.tags": _tags, ...attributes } = log.attributes;
    return log.body === "session report" ? { ...log, attributes } : log;
  }),
});
/** Python before 1.5.4, Node before 1.9.0. */
const withoutMetrics: Change = (records) => ({ ...records, points: [] });
/** Python before 1.8.2: the session is the root, and what is about the job around it is not there. */
const NEW_SPANS = new Set([
  ...["job_entrypoint", "session_start", "room_connect", "wait_for_participant", "wait_for_audio_track"],
  ...["publish_audio_output", "update_agent", "session_close", "job_shutdown", "eou_wait", "on_user_turn_completed"],
  ...["on_session_end", "session_end_upload", "room_disconnect", "shutdown_callback"],
]);
const sessionAsRoot: Change = (records) => ({
  ...records,
  spans: records.spans
    .filter(({ name }) => !NEW_SPANS.has(name))
    .map((span) => (span.name === "agent_session" ? { ...span, parentSpanId: "" } : span)),
});
const withHistory =
  (change: (item: Record<string, unknown>) => Record<string, unknown>): Change =>
  (records) => ({
    ...records,
    recordings: records.recordings.map((one) => {
      const { items } = JSON.parse(one.chatHistory ?? '{"items":[]}') as { items: Record<string, unknown>[] };
      return { ...one, chatHistory: JSON.stringify({ items: items.map(change) }) };
    }),
  });
const ms = (seconds: unknown) => Math.round(Number(seconds) * 1000);
/** Node 1.5.0 to 1.7.0. */
const historyInMs = withHistory((item) => ({ ...item, created_at: ms(item.created_at) }));
/** Node 1.0.24 to 1.4. */
const historyInCamelCase = withHistory((item) => {
  const { arguments: args, ...rest } = item;
  const renamed = camelDeep(rest as never) as Record<string, unknown>;
  return { ...renamed, ...(args === undefined ? {} : { args }), createdAt: ms(item.created_at) };
});
/** Resources without ids of their own: each record names its job (Python's logs in every version, threads). */
const bareResources: Change = (records) => {
  const bare = <T extends SentRecords["spans"][number] | SentRecords["logs"][number]>(one: T): T => ({
    ...one,
    resource: { attributes: mapNames(one.resource.attributes, (name) => (/_id$/.test(name) ? null : name)) },
  });
  return { ...records, spans: records.spans.map(bare), logs: records.logs.map(bare) };
};
/** An upload whose audio and transcript are the whole of what came. */
const uploadOnly: Change = (records) => ({ ...records, spans: [], logs: [], points: [] });
const logsOnly: Change = (records) => ({ ...records, spans: [], points: [], recordings: [] });

/** What a person sees of the conversation; times to the millisecond, which is what older copies hold. */
function conversation({ items }: SessionRecords) {
  return items.map(({ kind, role, text, startNs, interrupted, tool, handoff, metrics }) => ({
    ...{ kind, role, text, startMs: Math.round(Number(startNs / 100_000n) / 10), interrupted, handoff },
    tool: tool && { ...tool, arguments: JSON.parse(tool.arguments || "null"), durationMs: undefined },
    e2eLatencyMs: metrics.e2eLatencyMs,
  }));
}

const counts = (records: SessionRecords) => {
  const { session } = digestSession(records);
  const { userTurnCount, agentTurnCount, toolCallCount, toolErrorCount, interruptionCount, handoffCount } = session;
  return { userTurnCount, agentTurnCount, toolCallCount, toolErrorCount, interruptionCount, handoffCount };
};

/** Tokens and characters by kind: what each source of usage knows. */
const used = ({ facts }: SessionRecords) =>
  Object.fromEntries(
    ["llm", "tts"].map((kind) => {
      const rows = facts.usage.filter((row) => row.kind === kind);
      const sum = (
        name: "inputTokens" | "outputTokens" | "charactersCount" | "inputCachedTokens" | "outputAudioTokens",
      ) => rows.reduce((total, row) => total + (row[name] ?? 0), 0);
      const names = [
        "inputTokens",
        "inputCachedTokens",
        "outputTokens",
        "outputAudioTokens",
        "charactersCount",
      ] as const;
      return [kind, names.map(sum)];
    }),
  );

const all =
  (...changes: Change[]): Change =>
  (records) =>
    changes.reduce((changed, change) => change(changed), records);

const python18 = withoutSummary;
const python17 = all(python18, withoutGenAi, sessionAsRoot);
const python166 = all(python17, withoutPii);
const python15 = all(python166, uploadWithoutJob);
const python150 = all(python15, withoutMetrics);
const python14 = all(python150, reportWithoutUsage, camelChatLogs);
const node18 = withoutMetrics;
const node17 = all(node18, withoutGenAi);
const node16 = all(node17, withoutPii, camelChatLogs);
const node165 = all(node16, historyInMs);
const node15 = all(node165, uploadWithoutJob);
const node14 = all(node16, uploadWithoutJob, historyInCamelCase);

interface Variant {
  what: string;
  change: Change;
  /** Usage is then a sum over spans, or not told at all. */
  usage?: "summed" | "none";
}

const PYTHON_VARIANTS: Variant[] = [
  { what: "as captured", change: (records) => records },
  { what: "ids on the records alone", change: bareResources },
  { what: "1.8.0 to 1.8.8: no summary", change: python18 },
  { what: "1.7", change: python17 },
  { what: "1.6.6: no pii names", change: python166 },
  { what: "1.6.5, 1.5.4: upload without a job", change: python15 },
  { what: "1.5.0: no metrics", change: python150 },
  { what: "1.4, 1.3: usage only in spans, camelCase logs", change: python14, usage: "summed" },
];

const NODE_VARIANTS: Variant[] = [
  { what: "as captured", change: (records) => records },
  { what: "1.8: no metrics", change: node18 },
  { what: "1.7.1: no gen_ai", change: node17 },
  { what: "1.6.1 to 1.6.4: milliseconds in the upload, camelCase logs", change: node165 },
  { what: "1.5: upload without a job", change: node15 },
  { what: "1.4, 1.2: camelCase upload", change: node14 },
  { what: "1.0.24: no usage in the report", change: all(node14, reportWithoutUsage), usage: "summed" },
];

describe.each([
  { of: PYTHON, variants: PYTHON_VARIANTS },
  { of: TROUBLE, variants: PYTHON_VARIANTS },
  { of: REALTIME, variants: PYTHON_VARIANTS },
  { of: NODE, variants: NODE_VARIANTS },
])("$of.capture", ({ of: { capture, sessionId, roomId }, variants }) => {
  let sent: SentRecords;
  let whole: SessionRecords;
  let receivedAt: Date;
  beforeAll(async () => {
    const entries = entriesOf(await captureEntries(capture), sessionId, roomId);
    receivedAt = entries.at(-1)?.receivedAt ?? new Date(0);
    sent = recordsOf(entries);
    whole = derive(sessionId, entries);
  });

  test.each(variants)("$what", ({ change, usage }) => {
    const records = derive(sessionId, entriesFrom(sessionId, change(sent), receivedAt));
    expect(conversation(records)).toEqual(conversation(whole));
    expect(counts(records)).toEqual(counts(whole));
    const { startNs, endNs, status, roomName, sdkLanguage } = records.facts;
    const { facts } = whole;
    expect({ startNs, status, roomName, sdkLanguage }).toEqual({
      ...{ startNs: facts.startNs, status: facts.status },
      ...{ roomName: facts.roomName, sdkLanguage: facts.sdkLanguage },
    });
    expect(endNs).toBe(facts.endNs);
    expect(records.recording?.blobKey).toBe(whole.recording?.blobKey);
    expect(records.rejected).toEqual([]);
    expect(records.items.flatMap(({ spanIds }) => spanIds).length).toBeGreaterThan(0);
    if (usage === undefined) expect(records.facts.usage).toEqual(whole.facts.usage);
    else if (capture !== NODE.capture) expect(used(records)).toEqual(used(whole));
    // Node 1.9 reports what a stream adapter speaks twice (PROTOCOL §7); its spans tell it once.
    else expect(used(records).llm).toEqual(used(whole).llm);
  });

  test("an upload alone has the whole conversation", () => {
    const records = derive(sessionId, entriesFrom(sessionId, uploadOnly(sent), receivedAt));
    expect(conversation(records).map(({ text, tool }) => [text, tool])).toEqual(
      conversation(whole).map(({ text, tool }) => [text, tool]),
    );
    expect(counts(records)).toEqual(counts(whole));
    expect(records.missing).toContain("No spans: none arrived.");
  });

  test("logs alone too, in both casings", () => {
    for (const change of [logsOnly, all(logsOnly, camelChatLogs)]) {
      const records = derive(sessionId, entriesFrom(sessionId, change(sent), receivedAt));
      expect(counts(records)).toEqual(counts(whole));
      expect(conversation(records).map(({ text }) => text)).toEqual(conversation(whole).map(({ text }) => text));
      expect(records.facts.usage).toEqual(whole.facts.usage);
    }
  });
});
