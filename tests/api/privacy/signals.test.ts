import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Timeline } from "@/lib/model/timeline";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { clearSessions, journalText, learnPolicy, patchProject } from "./settings";

let api: ReadApi;
let client: pg.Client;

beforeAll(async () => {
  api = await openReadApi();
  client = new pg.Client({ connectionString: api.database.url });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await api?.close();
});
afterEach(() => clearSessions(client));

// Counted by hand from the captures' decoded files (API.md's table).
const CAPTURES = [
  { capture: "python-clinic", job: "AJ_xZXBwwyJ42fT", spans: 174, logs: 13, messages: 15, tools: 5, tokens: 3070 },
  { capture: "node-clinic", job: "AJ_NqRHtt5xdg4h", spans: 139, logs: 38, messages: 15, tools: 5, tokens: null },
];
const ON = { enabled: true, audio: true, transcript: true, traces: true, logs: true };

async function replayWith(recording: object, { capture, job }: (typeof CAPTURES)[number]): Promise<Timeline> {
  await patchProject(api, { recording: { ...ON, ...recording } });
  await learnPolicy();
  await api.replay(capture);
  return api.getJson<Timeline>(`/api/v1/sessions/${job}/timeline`);
}

function countsOf({ items, spans, logs }: Timeline) {
  const messages = items.filter(({ kind, text }) => kind === "message" && text !== "").length;
  return { spans: spans.length, logs: logs.length, messages, tools: items.filter(({ tool }) => tool).length };
}

function tokensOf({ session }: Timeline): number | null {
  return session.usage.find(({ kind }) => kind === "llm")?.inputTokens ?? null;
}

it.each(CAPTURES)("$capture with traces off: no span is journaled, all else is kept", async (one) => {
  const timeline = await replayWith({ traces: false }, one);
  expect(countsOf(timeline)).toEqual({ spans: 0, logs: one.logs, messages: one.messages, tools: one.tools });
  expect(timeline.recording).not.toBeNull();
  expect(timeline.session.consent?.traces).toMatchObject({ asked: true, allowed: "no", stored: false });
  expect(timeline.session.consent?.traces.droppedCount).toBeGreaterThanOrEqual(one.spans);
  expect(timeline.missing.join()).toMatch(/Spans are not kept: recording of traces is off for this project since 20/);
  const { rows } = await client.query("select count(*)::int as entries from journal_entry where signal = 1");
  expect(rows).toEqual([{ entries: 0 }]);
});

it.each(CAPTURES)("$capture with logs off: report, transcript and evaluations stay", async (one) => {
  const timeline = await replayWith({ logs: false }, one);
  expect(countsOf(timeline)).toEqual({ spans: one.spans, logs: 0, messages: one.messages, tools: one.tools });
  expect(timeline.evaluations.length > 0).toBe(one.capture === "python-clinic");
  expect(timeline.session.usage.length).toBeGreaterThan(0);
  expect(timeline.session.consent?.logs).toMatchObject({ allowed: "no", stored: false, droppedCount: one.logs });
  expect(timeline.missing.join()).toMatch(/Log lines are not kept: recording of logs is off for this project since 20/);
});

it.each(CAPTURES)(
  "$capture with audio off: the upload's header and transcript stay, no sound is stored",
  async (one) => {
    const timeline = await replayWith({ audio: false }, one);
    expect(countsOf(timeline)).toEqual({ spans: one.spans, logs: one.logs, messages: one.messages, tools: one.tools });
    expect(timeline.recording).toBeNull();
    expect(timeline.session.consent?.audio).toMatchObject({ asked: true, allowed: "no", stored: false });
    expect(timeline.session.consent?.audio.droppedCount).toBeGreaterThan(100_000);
    expect(timeline.missing.join()).toMatch(/Audio is not kept: recording of audio is off for this project since 20/);
    const blobs = join(process.env.DATA_DIR ?? "", "blobs");
    const files = existsSync(blobs) ? readdirSync(blobs, { recursive: true, withFileTypes: true }) : [];
    expect(files.filter((entry) => entry.isFile())).toEqual([]);
  },
);

it.each(CAPTURES)("$capture with transcript off: no word of the talk is in any byte, figures stay", async (one) => {
  const whole = await replayWith({}, one);
  const said = whole.items.filter(({ kind, text }) => kind === "message" && text.length > 20).map(({ text }) => text);
  expect(said.length).toBeGreaterThan(8);
  expect((await journalText(client)).includes(said[0] ?? "")).toBe(true);
  await clearSessions(client);

  const timeline = await replayWith({ transcript: false }, one);
  const stored = await journalText(client);
  for (const words of said) {
    expect(stored).not.toContain(words);
    expect(JSON.stringify(timeline)).not.toContain(words);
  }
  const { spans, logs, messages } = countsOf(timeline);
  expect({ spans, logs, messages }).toEqual({ spans: one.spans, logs: one.logs, messages: 0 });
  expect(tokensOf(timeline)).toBe(tokensOf(whole));
  if (one.tokens) expect(tokensOf(timeline)).toBe(one.tokens);
  expect(timeline.recording).not.toBeNull();
  expect(timeline.session.consent?.transcript).toMatchObject({ allowed: "no", stored: false });
  const words = /The transcript is not kept: recording of transcript is off for this project since 20/;
  expect(timeline.missing.join()).toMatch(words);
  await api.digest([one.job]);
  const { rows } = await client.query<{ text: string }>("select text from session_text");
  for (const { text } of rows) for (const sentence of said) expect(text).not.toContain(sentence);
});

it("an agent that asks for redaction has its transcript redacted and loses its audio; or both are dropped, or kept whole", async () => {
  const job = "AJ_2NpADAbfGFi4";
  const one = { capture: "python-redaction", job, spans: 0, logs: 0, messages: 0, tools: 0, tokens: null };
  const redacted = await replayWith({}, one);
  // Counted in the capture's chat_history: 2 of the caller, 3 of the agent.
  expect(countsOf(redacted).messages).toBe(5);
  expect(redacted.recording).toBeNull();
  expect(redacted.session.consent?.redaction).toMatchObject({
    asked: true,
    handling: "redact",
    rules: ["api key", "email", "iban", "card", "phone"],
  });
  expect(redacted.missing.join()).toContain("Audio is not kept");

  await clearSessions(client);
  await patchProject(api, { redaction: { senderRedacted: "drop" } });
  const dropped = await replayWith({}, one);
  expect(countsOf(dropped).messages).toBe(0);
  expect(dropped.recording).toBeNull();
  expect(dropped.session.consent?.redaction).toMatchObject({ asked: true, handling: "drop" });
  expect(dropped.missing.join()).toContain("Transcript and audio are not kept: the agent asked for redaction");

  await clearSessions(client);
  await patchProject(api, { redaction: { senderRedacted: "keep" } });
  const kept = await replayWith({}, one);
  expect(countsOf(kept).messages).toBeGreaterThan(2);
  expect(kept.recording).not.toBeNull();
  expect(kept.session.consent?.redaction).toMatchObject({ asked: true, handling: "keep" });
});
