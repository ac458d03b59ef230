import { expect, it } from "vitest";
import { NO_REDACTION, type Redaction } from "@/lib/model/privacy";
import type { RecordingPolicy } from "@/lib/model/scope";
import { keepOtlp } from "@/lib/policy/keep-otlp";
import { keepRecording } from "@/lib/policy/keep-recording";
import { newTextEditor, planOf } from "@/lib/policy/plan";
import { decodeLogsJson, decodeTracesJson } from "@/lib/wire/otlp/decode-json";
import { decodeLogs } from "@/lib/wire/otlp/decode-logs";
import { decodeTraces } from "@/lib/wire/otlp/decode-traces";
import { concatenated, lengthDelimited, textField, varintField } from "@/lib/wire/protobuf/writer";

// Secrets are hidden at random places of random requests, in the ways that senders hide them, and must not be found in what is
// stored: not in its bytes, not in its texts, not in the JSON inside them.

const SECRETS = [
  "jane.doe@example.com",
  "+49 151 23456789",
  "4111 1111 1111 1111",
  "5555555555554444",
  "DE89 3704 0044 0532 0130 00",
  "sk-proj-Abcdefghijklmnop123456",
  "P-123456",
];
const CARD_AS_NUMBER = "4111111111111111";
const redaction: Redaction = {
  ...NO_REDACTION,
  builtIn: { email: true, phone: true, card: true, iban: true, apiKey: true },
  custom: [{ name: "patient", pattern: "P-[0-9]{6}" }],
};
const policy: RecordingPolicy = {
  recordSessions: true,
  recordAudio: true,
  recordTranscript: true,
  recordTraces: true,
  recordLogs: true,
  redaction,
  changes: { enabled: null, audio: null, transcript: null, traces: null, logs: null },
};

type Value = string | number | Value[] | { [key: string]: Value };

/** Small and the same on every machine. Source: mulberry32, in the public domain. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

class Planter {
  constructor(private readonly random: () => number) {}

  below(max: number): number {
    return Math.floor(this.random() * max);
  }

  secret(): string {
    return SECRETS[this.below(SECRETS.length)] as string;
  }

  text(): string {
    const sentence = `please note ${this.secret()} for the next time`;
    switch (this.below(6)) {
      case 0:
        return sentence;
      case 1:
        return JSON.stringify({ note: sentence, [this.secret()]: 1, count: 3 });
      case 2:
        return escaped(JSON.stringify([{ content: [sentence, "fine"] }]));
      case 3:
        return JSON.stringify({ arguments: JSON.stringify({ who: this.secret(), card: Number(CARD_AS_NUMBER) }) });
      case 4:
        return `{'who': '${this.secret()}', 'ok': True}`;
      default:
        return `${escaped(`{"cut off": "${this.secret()}"`)}, "rest`;
    }
  }

  value(depth = 0): Value {
    const choice = this.below(depth > 3 ? 2 : 5);
    if (choice < 2) return this.text();
    if (choice === 2) return Number(CARD_AS_NUMBER);
    if (choice === 3) return [this.value(depth + 1), this.value(depth + 1)];
    return { plain: this.value(depth + 1), [`to ${this.secret()}`]: "yes" };
  }
}

/** Every character that is no letter, digit, quote or bracket as JSON may also write it. */
function escaped(json: string): string {
  return json.replace(/[@+. -]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function toAnyValue(value: Value): Uint8Array {
  if (typeof value === "string") return textField(1, value);
  if (typeof value === "number") return varintField(3, value);
  if (Array.isArray(value)) {
    return lengthDelimited(5, concatenated(value.map((one) => lengthDelimited(1, toAnyValue(one)))));
  }
  const entries = Object.entries(value).map(([key, one]) => lengthDelimited(1, toKeyValue(key, one)));
  return lengthDelimited(6, concatenated(entries));
}

function toKeyValue(key: string, value: Value): Uint8Array {
  return concatenated([textField(1, key), lengthDelimited(2, toAnyValue(value))]);
}

function toJsonValue(value: Value): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "number") return { intValue: String(value) };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(toJsonValue) } };
  return { kvlistValue: { values: Object.entries(value).map(([key, one]) => ({ key, value: toJsonValue(one) })) } };
}

const ID = Buffer.from("0123456789abcdef0123456789abcdef", "hex");
const attributesOf = (planter: Planter): Record<string, Value> => ({
  job_id: "AJ_test",
  "lk.chat_ctx": planter.value(),
  "lk.function_tool.output": planter.value(),
  extra: planter.value(),
});

function toProtobuf(signal: "traces" | "logs", planter: Planter): Buffer {
  const attributes = Object.entries(attributesOf(planter));
  const field = signal === "traces" ? 9 : 6;
  const fields = attributes.map(([key, value]) => lengthDelimited(field, toKeyValue(key, value)));
  const record =
    signal === "traces"
      ? [
          lengthDelimited(1, ID),
          lengthDelimited(2, ID.subarray(0, 8)),
          textField(5, `say ${planter.secret()}`),
          ...fields,
          lengthDelimited(
            11,
            concatenated([textField(2, planter.text()), lengthDelimited(3, toKeyValue("text", planter.value()))]),
          ),
          lengthDelimited(13, lengthDelimited(4, toKeyValue("why", planter.value()))),
          lengthDelimited(15, textField(2, planter.text())),
          textField(99, planter.secret()),
        ]
      : [lengthDelimited(5, toAnyValue(planter.value())), ...fields, textField(99, planter.secret())];
  const scope = lengthDelimited(
    1,
    concatenated([textField(1, "app"), lengthDelimited(3, toKeyValue("x", planter.value()))]),
  );
  const group = lengthDelimited(2, concatenated([scope, lengthDelimited(2, concatenated(record))]));
  const resource = lengthDelimited(1, lengthDelimited(1, toKeyValue("owner", planter.value())));
  return Buffer.from(lengthDelimited(1, concatenated([resource, group])));
}

function toJson(signal: "traces" | "logs", planter: Planter): Buffer {
  const list = (all: Record<string, Value>) =>
    Object.entries(all).map(([key, one]) => ({ key, value: toJsonValue(one) }));
  const ids = { traceId: ID.toString("hex"), spanId: ID.toString("hex", 0, 8) };
  const attributes = list(attributesOf(planter));
  const record =
    signal === "traces"
      ? {
          ...ids,
          name: planter.text(),
          startTimeUnixNano: "1795277146724000000",
          attributes,
          events: [{ name: planter.text(), attributes: list({ text: planter.value() }) }],
          links: [{ ...ids, attributes: list({ why: planter.value() }) }],
          status: { message: planter.text() },
          unheard: { of: planter.text() },
        }
      : {
          timeUnixNano: "1795277146724000000",
          body: toJsonValue(planter.value()),
          attributes,
          unheard: planter.text(),
        };
  const [groups, scopes, records] =
    signal === "traces" ? ["resourceSpans", "scopeSpans", "spans"] : ["resourceLogs", "scopeLogs", "logRecords"];
  const scope = { name: "app", attributes: list({ x: planter.value() }) };
  const resource = { attributes: list({ owner: planter.value() }) };
  const text = JSON.stringify({
    [groups as string]: [{ resource, [scopes as string]: [{ scope, [records as string]: [record] }] }],
  });
  return Buffer.from(planter.below(2) === 0 ? text : text.replaceAll("@", "\\u0040"));
}

/** All texts of a value, those of JSON inside them too. */
function textsOf(value: unknown): string[] {
  if (typeof value === "number") return [String(value)];
  if (typeof value === "string") return [value, ...insideOf(value)];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)]);
}

function insideOf(text: string): string[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed === text || typeof parsed === "number" ? [] : textsOf(parsed);
  } catch {
    return [];
  }
}

function expectClean(bytes: Uint8Array, decoded: unknown): void {
  const raw = Buffer.from(bytes).toString("utf8");
  const texts = textsOf(decoded).join("\n");
  for (const secret of [...SECRETS, CARD_AS_NUMBER]) {
    expect(raw, secret).not.toContain(secret);
    expect(texts, secret).not.toContain(secret);
  }
}

const SEEDS = Array.from({ length: 50 }, (_, seed) => seed + 1);

it("no planted secret survives in protobuf spans and logs", () => {
  for (const seed of SEEDS) {
    for (const signal of ["traces", "logs"] as const) {
      const body = toProtobuf(signal, new Planter(randomFrom(seed)));
      const kept = keepOtlp(planOf(policy), signal, "protobuf", { body, recordCount: 1 });
      expect(kept.recordCount).toBe(1);
      const decode = signal === "traces" ? decodeTraces : decodeLogs;
      const [record] = decode(kept.body as Uint8Array).map((one) => ({
        ...one,
        startNs: 0,
        endNs: 0,
        timeNs: 0,
        observedNs: 0,
      }));
      expect(record?.attributes.job_id).toBe("AJ_test");
      expectClean(kept.body as Uint8Array, record);
      expect(Object.keys(kept.replaced).length).toBeGreaterThan(0);
    }
  }
});

it("no planted secret survives in JSON spans and logs", () => {
  for (const seed of SEEDS) {
    for (const signal of ["traces", "logs"] as const) {
      const body = toJson(signal, new Planter(randomFrom(seed)));
      const kept = keepOtlp(planOf(policy), signal, "json", { body, recordCount: 1 });
      const text = Buffer.from(kept.body as Uint8Array).toString();
      const records = signal === "traces" ? decodeTracesJson(text) : decodeLogsJson(text);
      expect(records).toHaveLength(1);
      expectClean(kept.body as Uint8Array, JSON.parse(text));
    }
  }
});

it("no planted secret survives in an upload's chat history and header, or in a webhook", () => {
  for (const seed of SEEDS) {
    const planter = new Planter(randomFrom(seed));
    const items = [{ content: [planter.text()], arguments: planter.text(), card: Number(CARD_AS_NUMBER) }];
    const text = JSON.stringify({ items });
    const summary = JSON.stringify({ room: `sip-${planter.secret()}`, tags: [planter.text()] });
    const tag = concatenated([textField(1, planter.secret()), textField(2, planter.text())]);
    const header = concatenated([
      textField(8, "AJ_test"),
      lengthDelimited(5, tag),
      textField(6, planter.text()),
      textField(11, summary),
    ]);
    const chatHistory = planter.below(2) === 0 ? text : text.replaceAll("@", "\\u0040");
    const kept = keepRecording(planOf(policy), { header, chatHistory }, 0);
    expectClean(kept.header, null);
    expectClean(Buffer.from(kept.chatHistory ?? ""), JSON.parse(kept.chatHistory ?? ""));
    const webhook = JSON.stringify({
      event: "participant_joined",
      room: { sid: "RM_1", name: planter.text() },
      createdAt: "1795277146",
    });
    const edited = newTextEditor(planOf(policy))?.edit(webhook) ?? "";
    expect(JSON.parse(edited)).toMatchObject({
      event: "participant_joined",
      room: { sid: "RM_1" },
      createdAt: "1795277146",
    });
    expectClean(Buffer.from(edited), JSON.parse(edited));
  }
});
