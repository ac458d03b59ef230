import { z } from "zod";
import { KEPT_SIGNALS, SenderRedacted } from "@/lib/model/privacy";

const TEXT_MAX = 200;
const count = z.number().int().min(0);
const ofSignals = <Value extends z.ZodType>(value: Value) =>
  z.object(Object.fromEntries(KEPT_SIGNALS.map((signal) => [signal, value])) as Record<string, Value>);

/**
 * Body of a `recording` entry (model/journal.ts, RecordingEnvelope). Here it comes from outside: its types are not to be trusted, its
 * content type will be told to browsers, and the blob that it names is another installation's.
 */
export const SentEnvelope = z.object({
  headerBase64: z.base64(),
  chatHistory: z.string().nullable(),
  audio: z
    .object({
      sizeBytes: count,
      contentType: z.string().regex(/^audio\/[\w.+-]{1,60}(; ?codecs="?[\w.+-]{1,60}"?)?$/, "must be audio"),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    })
    .nullable(),
});
export type SentEnvelope = z.infer<typeof SentEnvelope>;

/** Body of a `policy` entry (model/journal.ts, PolicyNotice). */
export const SentNotice = z.object({
  recording: ofSignals(z.boolean()),
  since: ofSignals(z.string().max(TEXT_MAX).nullable()),
  rules: z.array(z.string().max(TEXT_MAX)),
  senderRedacted: SenderRedacted,
  asked: z.boolean(),
  dropped: z.record(z.string().max(TEXT_MAX), count),
  replaced: z.record(z.string().max(TEXT_MAX), count),
  of: z.string().max(TEXT_MAX),
});

const LINE_CHARS_MAX = 1024 * 1024;
const LINES_MAX = 10_000;
const id = z.string().max(TEXT_MAX);

/** Body of a `job` entry (model/journal.ts, JobNotice). */
export const SentJob = z.object({
  agent: id,
  deployment: id.nullable(),
  worker: id,
  livekitWorkerId: id.nullable(),
  roomId: id.nullable(),
  roomName: z.string().max(2000).nullable(),
  reason: z.string().max(5000),
  firstAtMs: z.number(),
  lastAtMs: z.number(),
  lines: z
    .array(
      z.object({
        atMs: z.number(),
        level: z.enum(["trace", "debug", "info", "warn", "error", "fatal"]).nullable(),
        stream: z.enum(["stdout", "stderr", "system"]),
        raw: z.string().max(LINE_CHARS_MAX),
      }),
    )
    .max(LINES_MAX),
  linesLeftOut: count,
});
