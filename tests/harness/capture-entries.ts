import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Encoding, JournalEntry, RecordingEnvelope, Signal } from "@/lib/model/journal";
import { deflate, inflate } from "@/lib/wire/gzip";
import { splitRequest } from "@/lib/wire/otlp/split";
import { decodeRecordingHeader } from "@/lib/wire/recordings/decode-header";
import { readRecordingParts } from "@/lib/wire/recordings/read-multipart";
import { decodeWebhook, withoutCredentials } from "@/lib/wire/webhooks/decode";

const FIXTURES = join(import.meta.dirname, "../fixtures");
const BYTES_MAX = 64 * 1024 * 1024;

interface CapturedRequest {
  n: number;
  received_at: number;
  path: string;
  headers: [string, string][];
}

/**
 * The journal entries that ingest makes of a captured run (`tests/fixtures/<name>`), in order of receipt, of all its sessions and
 * rooms. Audio is not stored; its size is that of the part.
 */
export async function captureEntries(name: string): Promise<JournalEntry[]> {
  const folder = join(FIXTURES, name);
  const entries: JournalEntry[] = [];
  for (const file of readdirSync(folder).filter((entry) => /^\d+\.json$/.test(entry))) {
    const request = JSON.parse(readFileSync(join(folder, file), "utf8")) as CapturedRequest;
    const body = readFileSync(join(folder, file.replace(".json", ".body")));
    entries.push(...(await toEntries(request, body)));
  }
  return entries.map((entry, index) => ({ ...entry, seq: BigInt(index + 1) }));
}

/** The entries that a reader of one session gets: its own and its room's. */
export function entriesOf(entries: readonly JournalEntry[], sessionId: string, roomId: string | null): JournalEntry[] {
  return entries.filter((entry) => entry.sessionId === sessionId || entry.sessionId === roomId);
}

function toEntries(request: CapturedRequest, body: Buffer): Promise<JournalEntry[]> | JournalEntry[] {
  const path = request.path.replace(/^\/+/, "/");
  if (path.startsWith("/webhook")) return [toWebhookEntry(request, body)];
  if (path === "/observability/recordings/v0") return toRecordingEntries(request, body);
  const signal = path.split("/")[2] as "traces" | "logs" | "metrics";
  return toOtlpEntries(request, body, signal);
}

function toOtlpEntries(request: CapturedRequest, body: Buffer, signal: "traces" | "logs" | "metrics"): JournalEntry[] {
  const encoding: Encoding = headerOf(request, "content-type").startsWith("application/json") ? "json" : "protobuf";
  const plain = headerOf(request, "content-encoding") === "gzip" ? inflate(body, BYTES_MAX) : body;
  return splitRequest(signal, encoding, plain).parts.map((part) => ({
    ...blank(request, part.sessionId, signal),
    encoding,
    recordCount: part.recordCount,
    body: deflate(part.body ?? plain),
  }));
}

function toWebhookEntry(request: CapturedRequest, body: Buffer): JournalEntry {
  const text = withoutCredentials(body.toString("utf8"));
  const roomId = decodeWebhook(text).room?.sid ?? "";
  return { ...blank(request, roomId, "webhook"), encoding: "json", body: deflate(Buffer.from(text)) };
}

async function toRecordingEntries(request: CapturedRequest, body: Buffer): Promise<JournalEntry[]> {
  const parts = await readRecordingParts(headerOf(request, "content-type"), Readable.from([body]), {
    onAudio: async (stream: Readable, contentType: string) => ({ sizeBytes: await countBytes(stream), contentType }),
  });
  const { roomId, jobId } = decodeRecordingHeader(parts.header);
  const envelope: RecordingEnvelope = {
    headerBase64: Buffer.from(parts.header).toString("base64"),
    chatHistory: parts.chatHistory,
    audio: parts.audio === null ? null : { ...parts.audio, blobKey: `audio/${jobId ?? roomId}.ogg`, sha256: "" },
  };
  const entry = blank(request, jobId ?? roomId, "recording");
  return [{ ...entry, encoding: "json", body: deflate(Buffer.from(JSON.stringify(envelope))) }];
}

async function countBytes(stream: Readable): Promise<number> {
  let bytes = 0;
  for await (const chunk of stream) bytes += (chunk as Buffer).length;
  return bytes;
}

function blank(request: CapturedRequest, sessionId: string, signal: Signal): JournalEntry {
  const receivedAt = new Date(request.received_at * 1000);
  return { sessionId, signal, receivedAt, seq: 0n, encoding: "protobuf", recordCount: 1, body: new Uint8Array() };
}

function headerOf(request: CapturedRequest, name: string): string {
  return request.headers.find(([header]) => header.toLowerCase() === name)?.[1] ?? "";
}
