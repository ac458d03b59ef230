import { AppError } from "@/lib/errors";
import { parseJson } from "../json";
import type { EventRecord, TextRecord } from "./batch";
import { toShippedLine } from "./decode-shipped";
import { type LineSource, nameOf, type SentLine, type SentLines, type SentWorker, toSource } from "./sent-lines";

const LINE_FEED = 0x0a;
const WORKER_ID = /^[A-Za-z0-9._:-]{1,200}$/;

/** Who sends lines that name nobody, as the request's address says. */
export interface Defaults {
  agent: string | null;
  worker: string | null;
  deployment: string | null;
  host: string | null;
}

/**
 * Decodes newline-delimited JSON: the sidecar's records (`batch.ts`), and objects of other shippers, which have no `type`
 * (`decode-shipped.ts`). A line that cannot be taken is in `rejected` by its place, counted from 0 without empty lines; the
 * others are taken. Units: ms since the epoch.
 * Errors: AppError `too-large` at once when there are more than `recordsMax`.
 */
export function decodeNdjson(body: Buffer, defaults: Defaults, recordsMax: number): LineSource {
  refuseAbove(countLines(body), recordsMax);
  const reader = new RecordReader(defaults);
  let from = 0;
  const read = (count: number): SentLine[] => {
    while (from < body.length && reader.lines.length < count) {
      const end = body.indexOf(LINE_FEED, from);
      const to = end < 0 ? body.length : end;
      if (to > from) reader.takeText(body.toString("utf8", from, to));
      from = to + 1;
    }
    return reader.takeOut();
  };
  return { workers: reader.workers, rejected: reader.rejected, read };
}

/** The same of a JSON text: an array of such objects, as Vector and Fluent Bit send it. Errors: also `invalid`. */
export function decodeJsonLines(text: string, defaults: Defaults, recordsMax: number): LineSource {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (cause) {
    throw new AppError("invalid", "The body is not JSON.", { cause });
  }
  const records = Array.isArray(value) ? value : [value];
  refuseAbove(records.length, recordsMax);
  const reader = new RecordReader(defaults);
  for (const record of records) reader.take(record);
  return toSource(reader);
}

/** Without the end of the last one. */
function countLines(body: Buffer): number {
  let count = 0;
  for (let at = body.indexOf(LINE_FEED); at >= 0 && at < body.length - 1; at = body.indexOf(LINE_FEED, at + 1))
    count += 1;
  return body.length > 0 ? count + 1 : 0;
}

function refuseAbove(records: number, recordsMax: number): void {
  if (records > recordsMax) throw new AppError("too-large", `A request holds at most ${recordsMax} lines.`);
}

class RecordReader {
  readonly workers: SentWorker[] = [];
  readonly rejected: SentLines["rejected"] = [];
  lines: SentLine[] = [];
  #index = 0;
  /** Whose records come now. */
  #worker: SentWorker | null = null;
  readonly #defaults: Defaults;
  readonly #shippers = new Map<string, SentWorker>();

  constructor(defaults: Defaults) {
    this.#defaults = defaults;
  }

  /** The lines so far; the next ones are gathered anew. */
  takeOut(): SentLine[] {
    const { lines } = this;
    this.lines = [];
    return lines;
  }

  takeText(text: string): void {
    let record: unknown;
    try {
      record = parseJson(text);
    } catch {
      if (text.trim() === "") return;
      this.#reject("It is not JSON.");
      return;
    }
    this.take(record);
  }

  take(record: unknown): void {
    if (typeof record !== "object" || record === null || Array.isArray(record)) {
      this.#reject("It is not an object.");
      return;
    }
    const fault = this.#takeObject(record as Record<string, unknown>);
    if (fault !== null) this.#reject(fault);
    else this.#index += 1;
  }

  #takeObject(record: Record<string, unknown>): string | null {
    switch (record.type) {
      case "worker":
        return this.#takeWorker(record);
      case "line":
        return this.#takeLine(record);
      case "event":
        return this.#takeEvent(record);
      default:
        this.lines.push(toShippedLine(record, this.#index, (worker) => this.#shipper(worker), this.#defaults));
        return null;
    }
  }

  #takeWorker(record: Record<string, unknown>): string | null {
    this.#worker = null;
    const { id, pid, startedAt, sentAt } = record;
    const agent = nameOf(record.agent);
    if (typeof id !== "string" || !WORKER_ID.test(id)) return "A worker's id has 1 to 200 of A-Z a-z 0-9 . _ : -";
    if (agent === null) return "A worker names its agent.";
    if (!isTime(startedAt) || !isTime(sentAt)) return "A worker says startedAt and sentAt in ms since 1970.";
    this.#worker = {
      id,
      agent,
      deployment: nameOf(record.deployment),
      host: nameOf(record.host),
      pid: toPid(pid),
      startedAtMs: startedAt,
      sentAtMs: sentAt,
      sender: "sidecar",
      senderVersion: nameOf(record.sender),
      lastError: nameOf(record.lastError),
    };
    this.workers.push(this.#worker);
    return null;
  }

  #takeLine(record: Record<string, unknown>): string | null {
    const worker = this.#worker;
    if (!worker) return NO_WORKER;
    const { seq, at, stream, raw } = record as Partial<TextRecord>;
    if (!isSeq(seq)) return NO_SEQ;
    if (!isTime(at)) return NO_TIME;
    if (stream !== "stdout" && stream !== "stderr") return "A line's stream is stdout or stderr.";
    if (typeof raw !== "string") return "A line's raw is its text.";
    const index = this.#index;
    this.lines.push({ index, worker, seq, atMs: at, stream, raw, severity: null, fields: null, event: null });
    return null;
  }

  #takeEvent(record: Record<string, unknown>): string | null {
    const worker = this.#worker;
    if (!worker) return NO_WORKER;
    const { seq, at, event, text } = record as Partial<EventRecord>;
    if (!isSeq(seq)) return NO_SEQ;
    if (!isTime(at)) return NO_TIME;
    if (typeof event !== "string" || typeof text !== "string") return "An event says what it is (event) and its text.";
    const { type: _type, seq: _seq, at: _at, text: _text, ...fields } = record;
    const count = isSeq(record.count) ? record.count : undefined;
    const told = { type: "event" as const, seq, at, event, text, count, ...exitOf(record) };
    const line: SentLine = {
      index: this.#index,
      worker,
      seq,
      atMs: at,
      stream: "system",
      raw: text,
      severity: null,
      fields,
      event: told,
    };
    this.lines.push(line);
    return null;
  }

  /** One worker for all lines that say the same about it. */
  #shipper(worker: SentWorker): SentWorker {
    const known = this.#shippers.get(worker.id);
    if (known) return known;
    this.#shippers.set(worker.id, worker);
    this.workers.push(worker);
    return worker;
  }

  #reject(reason: string): void {
    this.rejected.push({ index: this.#index, reason });
    this.#index += 1;
  }
}

function exitOf({ code, signal }: Record<string, unknown>): Pick<EventRecord, "code" | "signal"> {
  return { code: toPid(code) ?? undefined, signal: nameOf(signal) ?? undefined };
}

const NO_WORKER = "No worker record stands before it, or the last one was not taken.";
const NO_SEQ = "Its seq is a whole number from 1 on.";
const NO_TIME = "Its at is ms since 1970.";

function isSeq(seq: unknown): seq is number {
  return typeof seq === "number" && Number.isSafeInteger(seq) && seq > 0;
}

/** Year 9999 is the last that ISO 8601 spells with four digits. */
const MS_MAX = Date.UTC(9999, 0);

function isTime(at: unknown): at is number {
  return typeof at === "number" && at >= 0 && at < MS_MAX;
}

const INT4_MAX = 2 ** 31 - 1;

function toPid(pid: unknown): number | null {
  return typeof pid === "number" && Number.isInteger(pid) && Math.abs(pid) <= INT4_MAX ? pid : null;
}
