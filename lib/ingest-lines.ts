import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { refuseWhenFull } from "@/lib/disk";
import { AppError } from "@/lib/errors";
import { type LineFacts, termsOf } from "@/lib/filter/terms";
import type { Call, Reply } from "@/lib/http/call";
import { isGzipped } from "@/lib/http/encoding";
import { enterIntake } from "@/lib/http/intake";
import { countLines } from "@/lib/http/line-figures";
import type {
  LineStream,
  MissingLine,
  MissingNotice,
  NewLine,
  ParsedLine,
  RuntimeLinesAnswer,
} from "@/lib/model/lines";
import type { Sender } from "@/lib/model/scope";
import type { NewWorker } from "@/lib/model/workers";
import { toEventSign, toLineJob, toWorkerSign } from "@/lib/normalise/line-signs";
import { toLineTime, toParsedLine, toParsedNotice } from "@/lib/normalise/sent-lines";
import { admitLine, type LineExcess } from "@/lib/policy/line-rate";
import { keepLine } from "@/lib/policy/line-text";
import { newTextEditor, planOf } from "@/lib/policy/plan";
import type { TextEditor } from "@/lib/policy/text-editor";
import type { LineBatch } from "@/lib/store/line-changes";
import { LinePack } from "@/lib/store/line-pack";
import { type SavedLines, saveLines } from "@/lib/store/lines";
import { inflate } from "@/lib/wire/gzip";
import { type Defaults, decodeJsonLines, decodeNdjson } from "@/lib/wire/lines/decode-ndjson";
import { decodeOtlpLines } from "@/lib/wire/lines/decode-otlp";
import {
  type LineSource,
  nameOf,
  type SentLine,
  type SentWorker,
  toSource,
  toWorkerId,
} from "@/lib/wire/lines/sent-lines";
import { encodeOtlpError, encodeOtlpSuccess } from "@/lib/wire/otlp/encode-response";
import type { OtlpEncoding } from "@/lib/wire/otlp/skim";

// The write path of runtime lines: decode -> how many, how long, without what -> understood -> stored. An answer of 200
// means that it is committed.

/** So many lines are understood in one turn of the event loop, some 3 ms: neither sessions nor the database's answers wait for long. */
const LINES_A_TURN = 100;
/** Lines over the rate that share a notice: those of one worker in one second. */
const NOTICE_MS = 1_000;
/** Of SHA-256: that two of a million requests are alike by chance has a probability of 10^-27. */
const DIGEST_BYTES = 16;
/** Beside a line whose time by its sender cannot be right. */
const SENT_AT = "earshot.sent_at";

type Form = "ndjson" | "json" | "protobuf";

/**
 * Takes one request of runtime lines: of the sidecar or other shippers as NDJSON or a JSON array, or an OTLP export request of logs.
 * Records that cannot be taken are named in the answer; the others are kept.
 * Errors: `unsupported` for another content type or encoding, `too-large`, `invalid`, `unavailable`.
 * Source: lib/wire/lines/batch.ts; OTLP specification 1.9, OTLP/HTTP.
 */
export async function ingestLines(sender: Sender, call: Call): Promise<Reply> {
  const form = { kind: formOf(call), isGzip: isGzipped(call) };
  refuseWhenFull();
  const intake = enterIntake("requests", sender.limits);
  try {
    const body = await call.readBody(sender.limits.linesBytesMax, intake);
    const receivedMs = Date.now();
    const plain = form.isGzip ? inflate(body, sender.limits.linesBytesMax) : body;
    if (form.isGzip) intake.hold(plain.length);
    const { source, otlp } = decode(plain, form.kind, call, sender);
    const batch = await toBatch(sender, source, receivedMs);
    const digest = batch.isKnownByBody && batch.pack.lines.length > 0 ? digestOf(call, plain) : null;
    const saved = await saveLines(sender.scope, { ...batch, digest });
    const counts = { ...saved, rejected: source.rejected.length };
    countLines(counts);
    const facts = { project: sender.scope.projectId, ...counts, bytes: body.length };
    const answer = toAnswer(saved, source.rejected, otlp);
    return { status: 200, headers: { "content-type": answer.contentType }, body: answer.body, facts };
  } finally {
    intake.release();
  }
}

/** An error in the words of the protocol that the request speaks: OTLP's where the body is protobuf. */
export function linesError(call: Call, error: AppError): { contentType: string; body: string | Uint8Array } {
  if (PROTOBUF.test(call.header("content-type") ?? "")) return encodeOtlpError("protobuf", error.code, error.message);
  const { code, message } = error;
  return { contentType: "application/json", body: JSON.stringify({ error: { code, message } }) };
}

const NDJSON = /^application\/(x-ndjson|ndjson|jsonl|jsonlines|x-jsonlines)\b/i;
const PROTOBUF = /^application\/(x-)?protobuf\b/i;
const JSON_TYPE = /^application\/json\b/i;

function formOf(call: Call): Form {
  const contentType = call.header("content-type") ?? "";
  if (NDJSON.test(contentType)) return "ndjson";
  if (PROTOBUF.test(contentType)) return "protobuf";
  if (JSON_TYPE.test(contentType)) return "json";
  const wanted = "application/x-ndjson, application/json or application/x-protobuf";
  throw new AppError("unsupported", `Content-Type "${contentType}" is not understood here; send ${wanted}.`);
}

/** OTLP in JSON begins so; an empty export request is `{}`. */
const OTLP_JSON = /^\s*\{\s*(?:"resourceLogs"|\}\s*$)/;
const ARRAY = /^\s*\[/;
/** Spaces before it are nobody's habit. */
const START_BYTES = 200;

/** `otlp`: how the answer is to be encoded, null for our own. */
function decode(body: Buffer, form: Form, call: Call, sender: Sender): Decoded {
  const { linesPerRequestMax } = sender.limits;
  if (form === "protobuf") return otlp("protobuf", body, linesPerRequestMax);
  const start = body.toString("latin1", 0, START_BYTES);
  if (form === "json" && OTLP_JSON.test(start)) return otlp("json", body, linesPerRequestMax);
  const defaults = defaultsOf(call);
  const isArray = form === "json" && ARRAY.test(start);
  const source = isArray
    ? decodeJsonLines(body.toString("utf8"), defaults, linesPerRequestMax)
    : decodeNdjson(body, defaults, linesPerRequestMax);
  return { source, otlp: null };
}

interface Decoded {
  source: LineSource;
  otlp: OtlpEncoding | null;
}

function otlp(encoding: OtlpEncoding, body: Buffer, recordsMax: number): Decoded {
  const sent = decodeOtlpLines(encoding, body);
  if (sent.lines.length <= recordsMax) return { source: toSource(sent), otlp: encoding };
  throw new AppError("too-large", `A request holds at most ${recordsMax} log records.`);
}

/** Who sends lines that name nobody: `?agent=receptionist&worker=…&deployment=…&host=…`. */
function defaultsOf({ query }: Call): Defaults {
  const worker = nameOf(query.get("worker"));
  return {
    agent: nameOf(query.get("agent")),
    worker: worker && toWorkerId(worker),
    deployment: nameOf(query.get("deployment")),
    host: nameOf(query.get("host")),
  };
}

function toAnswer(
  saved: SavedLines,
  rejected: LineSource["rejected"],
  encoding: OtlpEncoding | null,
): { contentType: string; body: string | Uint8Array } {
  if (encoding === null) {
    const answer: RuntimeLinesAnswer = { ...saved, rejected: [...rejected] };
    return { contentType: "application/json", body: JSON.stringify(answer) };
  }
  const [first] = rejected;
  const partial = first && {
    rejectedCount: rejected.length,
    message: `${rejected.length} not kept; the first is number ${first.index}: ${first.reason}`,
  };
  return encodeOtlpSuccess("logs", encoding, partial ?? null);
}

/** Of the body and of what the address says of lines that name nobody. */
function digestOf(call: Call, body: Buffer): Buffer {
  const hash = createHash("sha256").update(`${call.query}\n${call.header("content-type") ?? ""}\n`);
  return hash.update(body).digest().subarray(0, DIGEST_BYTES);
}

/** `isKnownByBody`: see `LineTaker`. */
type ReadBatch = Omit<LineBatch, "digest"> & { isKnownByBody: boolean };

/** Done when all requests that came before are understood. */
let before: Promise<void> = Promise.resolve();

/** One request after the other: a turn of each of twenty would be one long turn of the event loop. */
async function toBatch(sender: Sender, source: LineSource, receivedMs: number): Promise<ReadBatch> {
  const reading = before.then(() => readAll(sender, source, receivedMs));
  before = reading.then(
    () => undefined,
    () => undefined,
  );
  return reading;
}

async function readAll(sender: Sender, source: LineSource, receivedMs: number): Promise<ReadBatch> {
  const taker = new LineTaker(sender, receivedMs);
  // Read after the pause, not before: what waits is bytes, not objects.
  while (taker.takeAll(source.read(LINES_A_TURN))) await nextTurn();
  return {
    workers: source.workers.map((worker) => toNewWorker(worker, receivedMs)),
    pack: taker.pack,
    isKnownByBody: taker.isKnownByBody,
  };
}

/** A clock is not compared with ours by what waited on the way: the latest answer counts (lib/store/worker-changes.ts). */
function toNewWorker(worker: SentWorker, receivedMs: number): NewWorker {
  const { sentAtMs, startedAtMs, ...told } = worker;
  const clockOffsetMs = sentAtMs === null ? null : sentAtMs - receivedMs;
  return { ...told, startedAtMs: startedAtMs ?? receivedMs, clockOffsetMs };
}

/** Turns the sent lines of one request into those to store. */
class LineTaker {
  readonly pack: LinePack;
  /**
   * Lines without numbers, each with its sender's time: the same body again is the same request again, which its sender did not hear
   * the answer of. Without times it may be another line of the same words.
   */
  isKnownByBody = true;
  readonly #sender: Sender;
  readonly #receivedMs: number;
  readonly #notices = new Map<string, MissingNotice>();
  #editor: TextEditor | null = null;

  constructor(sender: Sender, receivedMs: number) {
    this.pack = new LinePack(sender.scope);
    this.#sender = sender;
    this.#receivedMs = receivedMs;
  }

  /** Answers whether there may be more. What the project's own rules may take of time is meant for one turn. */
  takeAll(lines: readonly SentLine[]): boolean {
    this.#editor = newTextEditor(planOf(this.#sender.policy));
    for (const sent of lines) {
      this.isKnownByBody &&= sent.seq === null && sent.atMs !== null;
      const missing = this.#missing(sent);
      if (missing) this.pack.addMissing(missing);
      else this.pack.add(this.#take(sent));
    }
    return lines.length === LINES_A_TURN;
  }

  /** Events are never too many. */
  #missing({ worker, seq, stream, atMs: sentMs }: SentLine): MissingLine | null {
    if (stream === "system") return null;
    const { scope, limits, lineDays } = this.#sender;
    const { atMs } = toLineTime({ sentMs, ownMs: null }, this.#receivedMs, lineDays);
    const excess = admitLine(scope.projectId, worker.id, atMs, limits);
    return excess && { worker: worker.id, seq, notice: this.#noticeFor(worker, atMs, excess) };
  }

  #take(sent: SentLine): NewLine {
    const { limits, lineDays } = this.#sender;
    const { worker, seq, stream } = sent;
    const kept = keepLine(sent, this.#editor, limits.lineBytesMax);
    const parsed = toParsedLine(kept);
    const times = { sentMs: kept.atMs, ownMs: parsed.atMs };
    const { atMs, isSent } = toLineTime(times, this.#receivedMs, lineDays);
    const job = toLineJob(parsed);
    const sessionId = job?.jobId ?? null;
    const isOff = !isSent && sent.atMs !== null;
    const sentAt = isOff ? { [SENT_AT]: new Date(sent.atMs ?? 0).toISOString() } : null;
    const told = sentAt ? { ...parsed, fields: { ...parsed.fields, ...sentAt } } : parsed;
    // Written out: spreading objects into this one took a sixth of all that a line costs here.
    return {
      worker: worker.id,
      seq,
      atMs,
      stream,
      level: parsed.level,
      sessionId,
      raw: kept.raw,
      fields: sentAt ? { ...kept.fields, ...sentAt } : kept.fields,
      dropped: kept.event?.event === "dropped" ? (kept.event.count ?? null) : null,
      terms: termsOf(told, factsOf(worker, stream, parsed, sessionId)),
      job: job?.job ?? null,
      sign: kept.event ? toEventSign(kept.event) : toWorkerSign(parsed),
    };
  }

  #noticeFor(worker: SentWorker, atMs: number, excess: LineExcess): MissingNotice {
    const key = `${worker.id}/${Math.floor(atMs / NOTICE_MS)}`;
    const known = this.#notices.get(key);
    if (known) return known;
    const { linesPerWorkerSecondMax, linesPerProjectSecondMax } = this.#sender.limits;
    const reason =
      excess === "worker"
        ? `this worker printed more than ${linesPerWorkerSecondMax} lines a second (LINES_PER_WORKER_SECOND_MAX)`
        : `the project's workers printed more than ${linesPerProjectSecondMax} lines a second (LINES_PER_PROJECT_SECOND_MAX)`;
    const parsed = toParsedNotice(reason);
    const notice = { atMs, reason, terms: termsOf(parsed, factsOf(worker, "system", parsed, null)) };
    this.#notices.set(key, notice);
    return notice;
  }
}

function factsOf(worker: SentWorker, stream: LineStream, { level }: ParsedLine, sessionId: string | null): LineFacts {
  return { worker: worker.id, stream, level, sessionId };
}
