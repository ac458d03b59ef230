import type { Readable } from "node:stream";
import { authenticateAgain, authenticateSender } from "@/lib/access/ingest";
import { refuseWhenFull } from "@/lib/disk";
import { AppError } from "@/lib/errors";
import type { Call, Holder, Reply } from "@/lib/http/call";
import { bodyCoding } from "@/lib/http/encoding";
import { enterIntake } from "@/lib/http/intake";
import { appendEntries } from "@/lib/journal/append";
import { admitSessions } from "@/lib/journal/session-quota";
import type { Encoding, NewJournalEntry, RecordingEnvelope } from "@/lib/model/journal";
import type { Sender } from "@/lib/model/scope";
import { keepOtlp, mustEdit } from "@/lib/policy/keep-otlp";
import { keepRecording, keepsAudio } from "@/lib/policy/keep-recording";
import { toNotice } from "@/lib/policy/notice";
import { newTextEditor, planOf, setNoted } from "@/lib/policy/plan";
import { deleteRecordingAudio, saveRecordingAudio } from "@/lib/store/recordings";
import { deflate, inflateZlib, withInflated } from "@/lib/wire/gzip";
import { encodeOtlpError, encodeOtlpSuccess, encodeRpcStatus } from "@/lib/wire/otlp/encode-response";
import type { RejectedRecord } from "@/lib/wire/otlp/records";
import { splitRequest } from "@/lib/wire/otlp/split";
import { decodeRecordingHeader } from "@/lib/wire/recordings/decode-header";
import { readRecordingParts } from "@/lib/wire/recordings/read-multipart";
import { decodeWebhook, withoutCredentials } from "@/lib/wire/webhooks/decode";

// The write path: who sends it (lib/access proves that: `Sender`) -> may he (its policy and limits) -> split by
// session -> journal. An answer of 200 means that it is committed.

const ID_LENGTH_MAX = 200;
/** See `recordingError`. */
const RECORDING_RETRY_MS_MIN = 25_000;
const RECORDING_RETRY_MS_MAX = 35_000;

type OtlpSignal = "traces" | "logs" | "metrics";

/** So are all requests of SDKs. */
const OTLP_CODINGS = ["gzip", "deflate", "identity"] as const;

/**
 * Takes one OTLP export request: each session's share of it goes to the journal as the bytes that came, where possible.
 * Records that cannot be taken are counted and explained in the partial success; the others are kept.
 * Errors: those of `authenticateSender`, `unsupported` for another content type or encoding, `too-large`, `invalid`, `limited`, `unavailable`.
 * Source: OTLP specification 1.9, OTLP/HTTP; PROTOCOL §2.
 */
export async function ingestOtlp(signal: OtlpSignal, call: Call): Promise<Reply> {
  // The clock is asked once: Next.js lays a check of its own around it.
  const nowMs = Date.now();
  const sender = await authenticateSender(call.header("authorization"), nowMs);
  const coding = bodyCoding(call, OTLP_CODINGS);
  const form = { signal, encoding: encodingOf(call), isGzip: coding === "gzip" };
  refuseWhenFull(nowMs);
  const intake = enterIntake("requests", sender.limits);
  try {
    const body = await call.readBody(sender.limits.otlpBytesMax, intake);
    const sent = coding === "deflate" ? inflateZlib(body, sender.limits.otlpBytesMax) : body;
    const { entries, rejected } = toEntries(sender, sent, form);
    const sessionIds = entries.map(({ sessionId }) => sessionId);
    const admission = admitSessions(sender.scope, sessionIds, sender.limits.sessionsPerDayMax, nowMs);
    if (admission) await admission;
    await appendEntries(sender.scope, entries);
    noteNotices(sender, entries);
    const [first] = rejected;
    const partial = first && {
      rejectedCount: rejected.length,
      message: `${rejected.length} not kept; the first is number ${first.index}: ${first.reason}`,
    };
    const answer = encodeOtlpSuccess(signal, form.encoding, partial ?? null);
    return toAnswer(answer, {
      project: sender.scope.projectId,
      records: entries.reduce((sum, one) => sum + one.recordCount, 0),
      rejected: rejected.length,
      sessions: entries.length,
      bytes: body.length,
    });
  } finally {
    intake.release();
  }
}

/**
 * Takes one recordings request. The audio streams to the blob store while it is read; the rest becomes one journal entry
 * under the job's id, or the room's where the sender is too old to name the job. No audio is left behind by a failure.
 * Errors: `unsupported`, `too-large`, `invalid`, `unavailable`. Source: PROTOCOL §4.
 */
export async function ingestRecording(sender: Sender, call: Call): Promise<Reply> {
  checkRecordingForm(call);
  const { recordingBytesMax } = sender.limits;
  if (Number(call.header("content-length")) > recordingBytesMax) {
    throw new AppError("too-large", `The upload is larger than the limit of ${recordingBytesMax} bytes.`);
  }
  refuseWhenFull();
  const intake = enterIntake("recordings", sender.limits);
  const stored: { audio: RecordingEnvelope["audio"] } = { audio: null };
  try {
    const { parts, audioBytes } = await readParts(sender, call, { stored, holder: intake });
    const header = decodeRecordingHeader(parts.header);
    const sessionId = checkId(header.jobId || header.roomId);
    if (!sessionId) throw new AppError("invalid", "The recording header names neither a job (8) nor a room (1).");
    // An upload takes minutes; meanwhile the project may have switched recording off.
    const plan = planOf((await authenticateAgain(sender)).policy);
    const kept = keepRecording(plan, parts, audioBytes);
    if (stored.audio && !keepsAudio(plan, parts.header)) {
      await deleteRecordingAudio(stored.audio.blobKey);
      kept.dropped.audioBytes = stored.audio.sizeBytes;
      stored.audio = null;
    }
    const envelope: RecordingEnvelope = {
      headerBase64: Buffer.from(kept.header).toString("base64"),
      chatHistory: kept.chatHistory,
      audio: stored.audio,
    };
    const body = deflate(Buffer.from(JSON.stringify(envelope)));
    const notice = toNotice(plan, { ...kept, sessionId, endsSession: true, request: parts.header });
    const entry = {
      sessionId,
      signal: "recording",
      encoding: "json",
      recordCount: 1,
      body,
      endsSession: true,
    } as const;
    const entries = notice ? [entry, notice] : [entry];
    await appendEntries(sender.scope, entries);
    noteNotices(sender, entries);
    const bytes = (stored.audio?.sizeBytes ?? 0) + body.length;
    const facts = { project: sender.scope.projectId, bytes, sessionId };
    return toAnswer({ contentType: "application/x-protobuf", body: new Uint8Array() }, facts);
  } catch (error) {
    if (stored.audio) await deleteRecordingAudio(stored.audio.blobKey);
    throw error;
  } finally {
    intake.release();
  }
}

/** Reads an upload; its audio goes to the blob store while it comes, or nowhere. `audioBytes`: how much went nowhere. */
async function readParts(
  sender: Sender,
  call: Call,
  { stored, holder }: { stored: { audio: RecordingEnvelope["audio"] }; holder: Holder },
) {
  const plan = planOf(sender.policy);
  const bytesMax = sender.limits.recordingBytesMax;
  let audioBytes = 0;
  const parts = await readRecordingParts(call.header("content-type") ?? "", call.streamBody(bytesMax), {
    onAudio: async (audio: Readable, contentType: string, header: Uint8Array | null) => {
      if (keepsAudio(plan, header)) {
        stored.audio = await saveRecordingAudio(sender.scope, audio, { contentType, bytesMax });
        return;
      }
      for await (const piece of audio as AsyncIterable<Buffer>) audioBytes += piece.length;
    },
    onText: (bytes) => holder.hold(bytes),
    bytesMax,
  });
  return { parts, audioBytes };
}

/**
 * Takes one webhook of livekit-server: kept under the room's SID, without credentials. Events without a room, and those
 * of a project that records nothing, are accepted and dropped: a refusal would only bring them again.
 * Errors: `invalid`, `unavailable`. Source: PROTOCOL §8.
 */
export async function ingestWebhook(sender: Sender, body: Buffer): Promise<Reply> {
  const text = body.toString("utf8");
  const { event, room } = decodeWebhook(text);
  const roomId = checkId(room?.sid ?? "");
  const isKept = sender.policy.recordSessions && Boolean(roomId);
  if (roomId && isKept) {
    const sent = withoutCredentials(text);
    const kept = deflate(Buffer.from(newTextEditor(planOf(sender.policy))?.edit(sent) ?? sent));
    const entry = { sessionId: roomId, signal: "webhook", encoding: "json", recordCount: 1 } as const;
    await appendEntries(sender.scope, [{ ...entry, body: kept, endsSession: false }]);
  }
  const facts = { project: sender.scope.projectId, webhook: event, kept: isKept ? 1 : 0, bytes: body.length };
  return toAnswer({ contentType: "application/json", body: "{}" }, facts);
}

/** An error in the words of OTLP/HTTP: a `google.rpc.Status` in the request's own encoding. */
export function otlpError(call: Call, error: AppError) {
  const encoding = /^application\/json\b/i.test(call.header("content-type") ?? "") ? "json" : "protobuf";
  return encodeOtlpError(encoding, error.code, error.message);
}

/**
 * An error in the words that SDKs understand here: `google.rpc.Status`, with `RetryInfo` when they shall come again. They do so
 * three times, waiting exactly that long, and then the recording is lost: so that a database that is away for a minute, or a
 * flood, has passed by then, and they do not all come at the same moment. Source: PROTOCOL §2.3.
 */
export function recordingError(_call: Call, error: AppError) {
  const isAgain = error.retryAfterMs !== null;
  const spreadMs = RECORDING_RETRY_MS_MIN + Math.random() * (RECORDING_RETRY_MS_MAX - RECORDING_RETRY_MS_MIN);
  const retryAfterMs = isAgain ? Math.max(error.retryAfterMs ?? 0, Math.round(spreadMs)) : null;
  const body = encodeRpcStatus(error.code, error.message, retryAfterMs);
  return { contentType: "application/x-protobuf", body, retryAfterMs };
}

interface OtlpForm {
  signal: OtlpSignal;
  encoding: Encoding;
  isGzip: boolean;
}

/**
 * The request's own bytes when they are one session's: as they came when gzipped already. What is inflated on the way ends with
 * this function, so that a request that waits for the database holds no more than what it sent.
 */
function toEntries(sender: Sender, sent: Buffer, form: OtlpForm): TakenEntries {
  if (!form.isGzip) return split(sender, { sent, plain: sent }, form);
  return withInflated(sent, sender.limits.otlpBytesMax, (plain) => split(sender, { sent, plain }, form));
}

interface TakenEntries {
  entries: NewJournalEntry[];
  rejected: RejectedRecord[];
}

function split(
  { limits, policy }: Sender,
  { sent, plain }: { sent: Buffer; plain: Buffer },
  { signal, encoding, isGzip }: OtlpForm,
): TakenEntries {
  const { parts, rejected } = splitRequest(signal, encoding, plain, limits.otlpRecordsMax);
  const plan = planOf(policy);
  const bodyOf = (share: Uint8Array | null) => (share === null && isGzip ? sent : deflate(share ?? plain));
  if (!mustEdit(plan, signal, plain)) {
    const entries = parts.map(({ sessionId, recordCount, endsSession, body }) => {
      // Written out: V8 makes a new hidden class for each object that another was spread into.
      return { sessionId, signal, encoding, recordCount, body: bodyOf(body), endsSession };
    });
    return { entries, rejected };
  }
  const entries = parts.flatMap(({ sessionId, recordCount, endsSession, body: share }): NewJournalEntry[] => {
    const kept = keepOtlp(plan, signal, encoding, { body: share ?? plain, recordCount });
    const notice = toNotice(plan, { ...kept, sessionId, endsSession, request: sent });
    if (kept.body === null) return notice ? [notice] : [];
    const isUnchanged = kept.body === (share ?? plain);
    const body = isUnchanged ? bodyOf(share) : deflate(kept.body);
    const entry = { sessionId, signal, encoding, recordCount: kept.recordCount, body, endsSession };
    return notice ? [entry, notice] : [entry];
  });
  return { entries, rejected };
}

function encodingOf(call: Call): Encoding {
  const contentType = call.header("content-type") ?? "";
  // As SDKs spell it; the patterns are for everybody else.
  if (contentType === "application/x-protobuf") return "protobuf";
  if (/^application\/(x-)?protobuf\b/i.test(contentType)) return "protobuf";
  if (/^application\/json\b/i.test(contentType)) return "json";
  throw unsupported(contentType, "application/x-protobuf or application/json");
}

function checkRecordingForm(call: Call): void {
  const contentType = call.header("content-type") ?? "";
  if (!/^multipart\/form-data\b/i.test(contentType)) throw unsupported(contentType, "multipart/form-data");
  bodyCoding(call, ["identity"]);
}

function unsupported(contentType: string, wanted: string): AppError {
  return new AppError("unsupported", `Content-Type "${contentType}" is not understood here; send ${wanted}.`);
}

/** What is committed need not be said again. */
function noteNotices({ policy }: Sender, entries: readonly NewJournalEntry[]): void {
  for (const { signal, sessionId } of entries) if (signal === "policy") setNoted(planOf(policy), sessionId);
}

/** Ids are keys of the journal, and LiveKit's have 15 characters. Errors: `invalid` for what cannot be a key. */
function checkId(id: string): string {
  if (id.length <= ID_LENGTH_MAX && !id.includes("\0")) return id;
  throw new AppError("invalid", `An id of a job or room has at most ${ID_LENGTH_MAX} characters and no zero byte.`);
}

function toAnswer(
  { contentType, body }: { contentType: string; body: string | Uint8Array },
  facts: Reply["facts"],
): Reply {
  return { status: 200, headers: { "content-type": contentType }, body, facts };
}
