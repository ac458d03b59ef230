import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { decodeLogsJson, decodeTracesJson } from "@/lib/wire/otlp/decode-json";
import { decodeLogs } from "@/lib/wire/otlp/decode-logs";
import { decodeTraces } from "@/lib/wire/otlp/decode-traces";
import type { RecordEdits } from "@/lib/wire/otlp/edit";
import { editRequest } from "@/lib/wire/otlp/edit-request";
import type { OtlpSignal } from "@/lib/wire/otlp/skim";
import { readRecordingParts } from "@/lib/wire/recordings/read-multipart";
import { type CapturedRequest, captured } from "../captures";

const NOTHING: RecordEdits = { dropsLogs: false, dropsWords: "never", editText: null };
const CAPTURES = [
  "python-clinic",
  "python-trouble",
  "python-realtime",
  "python-1.3.12-clinic",
  "python-partial-no-audio-no-logs",
  "node-clinic",
];

function edited(request: CapturedRequest, signal: OtlpSignal, edits: Partial<RecordEdits>) {
  const encoding = isJson(request) ? "json" : "protobuf";
  return editRequest(signal, encoding, request.body, { ...NOTHING, ...edits });
}

function isJson(request: CapturedRequest): boolean {
  return request.headers["content-type"] === "application/json";
}

function spansOf(request: CapturedRequest, body: Uint8Array | null) {
  if (body === null) return [];
  return isJson(request) ? decodeTracesJson(Buffer.from(body).toString()) : decodeTraces(body);
}

function logsOf(request: CapturedRequest, body: Uint8Array | null) {
  if (body === null) return [];
  return isJson(request) ? decodeLogsJson(Buffer.from(body).toString()) : decodeLogs(body);
}

describe.each(CAPTURES)("%s", (capture) => {
  it.each(["traces", "logs", "metrics"] as const)(
    "hands %s on as the very bytes that came when all is kept",
    (signal) => {
      for (const request of captured(capture, `/${signal}/`)) {
        const editText = (text: string) => text;
        expect(edited(request, signal, {}).body).toBe(request.body);
        expect(edited(request, signal, { editText }).body).toBe(request.body);
      }
    },
  );

  it("keeps every span and its figures when words are dropped, and no word of the talk", async () => {
    const words = await wordsOf(capture);
    expect(words.length).toBeGreaterThan(2);
    for (const request of captured(capture, "/traces/")) {
      const { body, recordCount } = edited(request, "traces", { dropsWords: "always" });
      const before = spansOf(request, request.body);
      const after = spansOf(request, body);
      expect(recordCount).toBe(before.length);
      expect(after.map((span) => [span.spanId, span.name, span.startNs, span.endNs])).toEqual(
        before.map((span) => [span.spanId, span.name, span.startNs, span.endNs]),
      );
      const text = textOf(after);
      for (const word of words) expect(text, word).not.toContain(word);
      for (const [at, span] of after.entries()) {
        for (const [name, value] of Object.entries(before[at]?.attributes ?? {})) {
          if (typeof value === "number") expect(span.attributes[name]).toBe(value);
        }
      }
    }
  });

  it("drops chat items and nothing else of the logs when words are dropped", async () => {
    const words = await wordsOf(capture);
    for (const request of captured(capture, "/logs/")) {
      const { body, dropped } = edited(request, "logs", { dropsWords: "always" });
      const before = logsOf(request, request.body);
      const after = logsOf(request, body);
      const items = before.filter((log) => log.scope.name === "chat_history" && log.body !== "session report");
      expect(dropped.chatItems).toBe(items.length);
      expect(after).toHaveLength(before.length - items.length);
      expect(after.filter(isReport).map((log) => log.attributes)).toEqual(
        before.filter(isReport).map((log) => log.attributes),
      );
      const talk = textOf(after.filter((log) => log.scope.name === "chat_history" || log.scope.name === "evaluations"));
      for (const word of words) expect(talk, word).not.toContain(word);
    }
  });

  it("drops application logs, and keeps report, chat items and evaluations, when logs are dropped", () => {
    for (const request of captured(capture, "/logs/")) {
      const { body, dropped, recordCount } = edited(request, "logs", { dropsLogs: true });
      const before = logsOf(request, request.body);
      const kept = before.filter((log) => log.scope.name === "chat_history" || log.scope.name === "evaluations");
      expect(logsOf(request, body)).toEqual(kept);
      expect(recordCount).toBe(kept.length);
      expect(dropped.logs).toBe(before.length - kept.length);
      if (kept.length === 0) expect(body).toBeNull();
    }
  });

  it("edits every text of spans and logs, whole numbers that could be a card too, and leaves a readable request", () => {
    for (const signal of ["traces", "logs"] as const) {
      for (const request of captured(capture, `/${signal}/`)) {
        const editText = (text: string) => text.replaceAll("e", "(e)");
        const { body, recordCount } = edited(request, signal, { editText });
        const [before, after] = [request.body, body].map((one) =>
          signal === "traces" ? spansOf(request, one) : logsOf(request, one),
        );
        expect(after).toHaveLength(recordCount);
        expect(after?.length).toBe(before?.length);
        expect(after?.map(({ attributes }) => [attributes.room_id, attributes.job_id])).toEqual(
          before?.map(({ attributes }) => [attributes.room_id, attributes.job_id]),
        );
        const leaves = textsOf(
          after?.map(({ attributes }) => ({ ...attributes, room_id: "", job_id: "", "gen_ai.conversation.id": "" })),
        );
        for (const text of leaves) expect(text.replaceAll("(e)", ""), text).not.toContain("e");
      }
    }
  });
});

describe("logs that are messages to and from a model, of other senders", () => {
  const text = (value: string) => ({ stringValue: value });
  const said = { kvlistValue: { values: [{ key: "content", value: text("Where is order 7?") }] } };
  const records = [
    { body: said, eventName: "gen_ai.user.message" },
    { body: said, attributes: [{ key: "event.name", value: text("gen_ai.choice") }] },
    { body: text("a line"), attributes: [{ key: "event.name", value: text("session.start") }] },
  ];
  const json = Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: records }] }] }));
  const field = (number: number, ...contents: (Uint8Array | string)[]) => {
    const content = Buffer.concat(contents.map((one) => Buffer.from(one as string)));
    const { length } = content;
    const size = length < 128 ? [length] : [(length & 127) | 128, length >> 7];
    return Buffer.concat([Buffer.from([(number << 3) | 2, ...size]), content]);
  };
  const value = (words: string) => field(2, field(1, words));
  const saidBytes = field(5, field(6, field(1, field(1, "content"), value("Where is order 7?"))));
  const named = (name: string) => field(6, field(1, "event.name"), value(name));
  const bytes = field(
    1,
    field(
      2,
      field(2, saidBytes, field(12, "gen_ai.user.message")),
      field(2, saidBytes, named("gen_ai.choice")),
      field(2, field(5, field(1, "a line")), named("session.start")),
    ),
  );

  it.each([
    ["json", json],
    ["protobuf", bytes],
  ] as const)("go with the words and stay when logs go: %s", (encoding, body) => {
    const edit = (edits: Partial<RecordEdits>) => editRequest("logs", encoding, body, { ...NOTHING, ...edits });
    expect(edit({}).body).toBe(body);
    const wordless = edit({ dropsWords: "always" });
    expect(wordless).toMatchObject({ recordCount: 1, dropped: { chatItems: 2, logs: 0 } });
    expect(Buffer.from(wordless.body ?? []).toString()).not.toContain("order 7");
    expect(Buffer.from(wordless.body ?? []).toString()).toContain("a line");
    expect(edit({ dropsLogs: true })).toMatchObject({ recordCount: 2, dropped: { chatItems: 0, logs: 1 } });
  });
});

it("drops the words of senders who ask for redaction, and only theirs", () => {
  const requests = captured("python-redaction", "/logs/");
  const asked = requests.map((request) => edited(request, "logs", { dropsWords: "if-asked" }).dropped);
  expect(asked.reduce((sum, { chatItems }) => sum + chatItems, 0)).toBeGreaterThan(3);
  for (const request of captured("python-clinic", "/logs/")) {
    expect(edited(request, "logs", { dropsWords: "if-asked" }).body).toBe(request.body);
  }
});

it.each(["python-clinic", "node-clinic"])(
  "%s: takes the report's word for it where the chat items themselves say nothing",
  (capture) => {
    const request = captured(capture, "/logs/").find(({ body }) => body.includes("session report"));
    if (!request) throw new Error(`${capture} has no report`);
    // The option's value, false in the capture, becomes true: a byte of protobuf, a word of JSON.
    const text = request.body.toString("latin1");
    const turned = isJson(request)
      ? text.replace('"redaction","value":{"boolValue":false}', '"redaction","value":{"boolValue":true}')
      : text.replace("redaction\x12\x02\x10\x00", "redaction\x12\x02\x10\x01");
    expect(turned).not.toBe(text);
    const { dropped, recordCount } = edited({ ...request, body: Buffer.from(turned, "latin1") }, "logs", {
      dropsWords: "if-asked",
    });
    expect(dropped.asked).toBeGreaterThan(0);
    expect(dropped.chatItems).toBeGreaterThan(15);
    expect(recordCount).toBeGreaterThan(0);
  },
);

function isReport(log: { body: unknown }): boolean {
  return log.body === "session report";
}

/** What was said, thought and handed to tools, from the upload's chat history. */
async function wordsOf(capture: string): Promise<string[]> {
  const request = captured(capture, "/recordings/").at(-1);
  if (!request) throw new Error(`${capture} has no recording`);
  const parts = await readRecordingParts(request.headers["content-type"] ?? "", Readable.from([request.body]), {
    onAudio: async (audio) => {
      for await (const _piece of audio);
    },
  });
  const { items } = JSON.parse(parts.chatHistory ?? "{}") as { items: Record<string, unknown>[] };
  const words = items.flatMap((item) => [...textsOf(item.content), item.arguments, item.output]);
  return words.filter((word): word is string => typeof word === "string" && word.length > 12);
}

/** All texts and keys in a value, those inside JSON too, as plain text. */
function textOf(value: unknown): string {
  return textsOf(value)
    .flatMap((text) => [text, text.replaceAll('\\"', '"').replaceAll("\\n", "\n")])
    .join("\n");
}

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
