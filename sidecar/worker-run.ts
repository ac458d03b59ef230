import type { EventRecord, WorkerRecord } from "@/lib/wire/lines/batch";
import { encodeMeta, encodePiece, encodeRecord } from "./frames";
import { type Joined, TraceJoiner } from "./join-traces";
import type { PlaceNote } from "./positions";
import type { LogItem, Loss, RecordLog } from "./record-log";
import { LineSplitter } from "./split-lines";

export type OutputStream = "stdout" | "stderr";

/** Who a run's records belong to, as long as it lives. */
export type Identity = Omit<WorkerRecord, "type" | "sentAt" | "lastError">;

export type RunEvent = Omit<EventRecord, "type" | "seq">;

/** Output is cut into records after so long, all at once: a record for itself costs twice the time of the processor. */
const CUT_MS = 240;
/** ... or as soon as it is so much: of empty lines it makes twenty times as much, which goes into the log at once. */
const PIECE_BYTES_MAX = 16 * 1024;
const CUT_PIECES = 500;
/** A trace is complete when nothing came for so long. */
const TRACE_PAUSE_MS = 200;
/** A line without an end is given out when nothing came for so long: a prompt, a progress bar. */
const LINE_PAUSE_MS = 1000;
/** How long a trace may be held in all, while its lines go on coming. */
const TRACE_MS_MAX = 2000;

/** What `exited` quotes. */
const LAST_LINES_MAX = 20;
const LAST_LINE_CHARS_MAX = 1000;

interface Uncut {
  stream: OutputStream;
  at: number;
  bytes: Buffer;
}

interface Cut extends Joined {
  stream: OutputStream;
}

const STREAMS = ["stdout", "stderr"] as const;

interface Output {
  splitter: LineSplitter;
  joiner: TraceJoiner;
  /** When bytes came last, and since when something is held. */
  lastAt: number;
  heldAt: number;
  /** The log holds pieces of it. */
  hasPieces: boolean;
}

/** One run of an agent: makes records of what it prints and of what happens to it, numbers them and puts them into its log. */
export class WorkerRun {
  readonly identity: Identity;
  readonly lastLines: string[] = [];
  #log: RecordLog | null = null;
  #seq: number;
  #timer: NodeJS.Timeout | null = null;
  #uncut: Uncut[] = [];
  #uncutBytes = 0;
  readonly #outputs: Record<OutputStream, Output>;
  readonly #onRecords: () => void;
  #place: PlaceNote | null = null;

  /** `recovered`: its log holds pieces and records of a former process up to this number. */
  constructor(identity: Identity, options: { recovered?: { lastSeq: number }; onRecords(): void }) {
    this.identity = identity;
    this.#seq = options.recovered?.lastSeq ?? 0;
    const hasPieces = options.recovered !== undefined;
    this.#outputs = { stdout: makeOutput(hasPieces), stderr: makeOutput(hasPieces) };
    this.#onRecords = options.onRecords;
  }

  /** Where its records go; before anything else. */
  attach(log: RecordLog): void {
    this.#log = log;
  }

  /** Bytes of its output, copied. When this returns they are in the log. */
  take(stream: OutputStream, chunk: Buffer, at: number): void {
    for (let start = 0; start < chunk.length; start += PIECE_BYTES_MAX) {
      this.#takePiece(stream, chunk.subarray(start, start + PIECE_BYTES_MAX), at);
    }
  }

  #takePiece(stream: OutputStream, chunk: Buffer, at: number, place: PlaceNote | null = null): void {
    const bytes = Buffer.from(chunk);
    this.#uncut.push({ stream, at, bytes });
    this.#uncutBytes += bytes.length;
    this.#outputs[stream].hasPieces = true;
    const items: LogItem[] = [{ frame: encodePiece({ stream, isAll: false, at, bytes }), record: null }];
    if (place) items.push({ frame: this.#headWith(place), record: null });
    this.#append(items);
    // Not before: a segment that begins now has a head of its own, which is there without the piece.
    if (place) this.#place = place;
    if (this.#uncutBytes >= PIECE_BYTES_MAX || this.#uncut.length >= CUT_PIECES) this.cut(at);
    else this.#arm();
  }

  /** The same of one piece that was read somewhere: how far stands in the log with it, or neither does. */
  takeAt(stream: OutputStream, chunk: Buffer, place: PlaceNote): void {
    this.#takePiece(stream, chunk, place.at, place);
  }

  /** Makes records of what was taken, and of what has waited long enough for its end. */
  cut(now: number): void {
    const joined: Cut[] = [];
    for (const { stream, at, bytes } of this.#uncut) {
      const output = this.#outputs[stream];
      joined.push(...this.#flushIdle(stream, at));
      const wasHolding = isHolding(output);
      const lines = output.splitter.push(bytes).flatMap((line) => output.joiner.push(line, at));
      output.lastAt = at;
      if (lines.length > 0 || !wasHolding) output.heldAt = at;
      for (const line of lines) joined.push({ stream, ...line });
    }
    this.#uncut = [];
    this.#uncutBytes = 0;
    joined.push(...this.#flushIdle("stdout", now), ...this.#flushIdle("stderr", now));
    this.#put(joined);
  }

  event(event: RunEvent): void {
    this.#seq++;
    const json = `${JSON.stringify({ type: "event", seq: this.#seq, ...event })}\n`;
    const record = { seq: this.#seq, isEvent: true, at: event.at };
    this.#append([{ frame: encodeRecord({ ...record, json }), record }]);
    this.#onRecords();
  }

  /** The server does not take a record, by itself, for its size: says so under another number. */
  tooLarge(seq: number): void {
    const reason = "the server refused it as too large";
    this.event({ at: Date.now(), event: "dropped", text: `Line ${seq} is missing: ${reason}.`, count: 1, reason });
  }

  /** Makes records of everything: nothing more will come. */
  end(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.cut(0);
    this.#put([...this.#flush("stdout"), ...this.#flush("stderr")]);
  }

  /** For the log: whose it is. */
  head(): Buffer {
    return this.#headWith(this.#place);
  }

  #headWith(place: PlaceNote | null): Buffer {
    return encodeMeta(JSON.stringify({ identity: this.identity, lastSeq: this.#seq, ...(place && { place }) }));
  }

  /** For the log: what is no record yet. */
  pieces(): Buffer[] {
    const held = this.#held().map((piece) => encodePiece({ ...piece, isAll: true }));
    return [...held, ...this.#uncut.map((piece) => encodePiece({ ...piece, isAll: false }))];
  }

  /** For the log: the event in place of lost lines. */
  toNotice({ seq, count, fromAt, toAt }: Loss): string {
    const lines = count === 1 ? "1 line is" : `${count} lines are`;
    const times = `${new Date(fromAt).toISOString()} to ${new Date(toAt).toISOString()}`;
    const reason = "the server did not take them in time, and the sidecar's space for waiting lines was full";
    const text = `${lines} missing here (${times}): ${reason}.`;
    return `${JSON.stringify({ type: "event", seq, at: toAt, event: "dropped", text, count, reason })}\n`;
  }

  #put(joined: Cut[]): void {
    // Then the pieces in the log are still what there is.
    if (joined.length === 0) return;
    const items: LogItem[] = joined.map(({ stream, raw, at }) => {
      this.#seq++;
      const json = `{"type":"line","seq":${this.#seq},"at":${at},"stream":"${stream}","raw":${JSON.stringify(raw)}}\n`;
      const record = { seq: this.#seq, isEvent: false, at };
      return { frame: encodeRecord({ ...record, json }), record };
    });
    this.#remember(joined);
    for (const piece of this.#held()) {
      const output = this.#outputs[piece.stream];
      if (!output.hasPieces) continue;
      output.hasPieces = piece.bytes.length > 0;
      items.push({ frame: encodePiece({ ...piece, isAll: true }), record: null });
    }
    this.#append(items);
    this.#onRecords();
  }

  /** What the log need not know as pieces any more, but for these bytes. */
  #held(): Uncut[] {
    return STREAMS.map((stream) => {
      const { splitter, joiner, lastAt } = this.#outputs[stream];
      return { stream, at: lastAt, bytes: Buffer.concat([Buffer.from(joiner.held), splitter.held]) };
    });
  }

  #flushIdle(stream: OutputStream, now: number): Cut[] {
    const { joiner, splitter, lastAt, heldAt } = this.#outputs[stream];
    const idleMs = now - lastAt;
    if (splitter.heldBytes > 0 && idleMs >= LINE_PAUSE_MS) return this.#flush(stream);
    const isComplete = joiner.isHolding && (idleMs >= TRACE_PAUSE_MS || now - heldAt >= TRACE_MS_MAX);
    return isComplete ? joiner.flush().map((line) => ({ stream, ...line })) : [];
  }

  #flush(stream: OutputStream): Cut[] {
    const { splitter, joiner, lastAt } = this.#outputs[stream];
    const lines = splitter.flush().flatMap((line) => joiner.push(line, lastAt));
    return [...lines, ...joiner.flush()].map((line) => ({ stream, ...line }));
  }

  #append(items: LogItem[]): void {
    if (!this.#log) throw new Error("a run without a log was written to");
    this.#log.append(items);
  }

  #remember(joined: Cut[]): void {
    const lines = joined.slice(-LAST_LINES_MAX).flatMap(({ raw }) => raw.split("\n").slice(-LAST_LINES_MAX));
    for (const line of lines.slice(-LAST_LINES_MAX)) this.lastLines.push(line.slice(0, LAST_LINE_CHARS_MAX));
    this.lastLines.splice(0, this.lastLines.length - LAST_LINES_MAX);
  }

  #arm(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.cut(Date.now());
      if (isHolding(this.#outputs.stdout) || isHolding(this.#outputs.stderr)) this.#arm();
    }, CUT_MS);
    this.#timer.unref();
  }
}

function makeOutput(hasPieces: boolean): Output {
  return { splitter: new LineSplitter(), joiner: new TraceJoiner(), lastAt: 0, heldAt: 0, hasPieces };
}

function isHolding(output: Output): boolean {
  return output.joiner.isHolding || output.splitter.heldBytes > 0;
}
