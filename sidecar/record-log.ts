import { decodeFrames, encodeAcknowledged, encodeGroup, encodeRecord } from "./frames";
import { MemorySegments, type SegmentStore } from "./segment-stores";

/** A record on its way into the log, or a frame that is none (`record` null). */
export interface LogItem {
  frame: Buffer;
  record: { seq: number; isEvent: boolean; at: number } | null;
}

/** Records for one request, in order: each line of `json` with its line break. */
export interface Batch {
  json: Buffer[];
  lastSeq: number;
  recordCount: number;
  segment: number;
  end: number;
}

/** What was lost where: lines from one time to another, the last of them with this number. */
export interface Loss {
  seq: number;
  count: number;
  fromAt: number;
  toAt: number;
}

export interface Segment {
  number: number;
  store: SegmentStore;
  sizeBytes: number;
  lineCount: number;
  /** Of its lines. */
  fromAt: number;
  toAt: number;
  /** Its lines are gone, and how many. */
  loss: Loss | null;
}

export interface LogSettings {
  /** null: memory only. */
  store: SegmentStore | null;
  bytesMax: number;
  memoryBytesMax: number;
  /** Whose records these are: stands at the head of each segment, so that the ones before it can go. */
  head(): Buffer;
  /** What is no record yet, whole: for the same reason. */
  pieces(): Buffer[];
  /** The event that takes the place of lost lines. */
  toNotice(loss: Loss): string;
  onTrouble(words: string): void;
}

/** So many segments at least, so that a loss is a small part. */
const SEGMENTS_MIN = 16;
const SEGMENT_BYTES_MAX = 1024 * 1024;

/**
 * The records of one worker from when they are made until the server has them: segments on disk, in memory where the disk fails,
 * bounded. Over the bound the oldest lines go, a segment at a time, never events; a notice takes their place and the number of the
 * last. The segment that is being sent stays: what of it has arrived is not known.
 */
export class RecordLog {
  readonly #settings: LogSettings;
  readonly #memory = new MemorySegments();
  #segments: Segment[];
  #cursor = 0;
  #cursorSegment: number;
  #acknowledgedSeq: number;
  #mustRotate = true;
  #carriedBytes = 0;

  constructor(settings: LogSettings, found: { segments: Segment[]; acknowledgedSeq: number } | null = null) {
    this.#settings = settings;
    this.#segments = found?.segments ?? [];
    this.#acknowledgedSeq = found?.acknowledgedSeq ?? 0;
    this.#cursorSegment = this.#segments[0]?.number ?? 1;
  }

  /** Puts records down. Never throws: where the disk does not take them, memory does. */
  append(items: LogItem[]): void {
    if (items.length === 0) return;
    const frames = items.map(({ frame }) => frame);
    const isNew = this.#mustRotate;
    if (isNew) {
      this.#mustRotate = false;
      this.#begin(this.#settings.store ?? this.#memory);
      frames.push(...this.#settings.pieces());
    }
    // Records and what is left over of their bytes: half of it would double lines or lose them.
    this.#write(this.#last(), frames.length === 1 && frames[0] ? frames[0] : encodeGroup(frames));
    for (const { record } of items) if (record && !record.isEvent) count(this.#last(), record.at);
    // What was carried over does not count: else it would be carried again and again.
    if (isNew) this.#carriedBytes = this.#last().sizeBytes;
    if (this.#last().sizeBytes - this.#carriedBytes >= this.#segmentBytes()) this.#mustRotate = true;
    this.shrink(this.#settings.bytesMax);
    this.#shrinkMemory();
  }

  /** The oldest records that are not acknowledged; null when there are none. */
  read(bytesMax: number): Batch | null {
    while (true) {
      const segment = this.#segments.find(({ number }) => number >= this.#cursorSegment);
      if (!segment) return null;
      if (segment.number !== this.#cursorSegment) this.#cursor = 0;
      this.#cursorSegment = segment.number;
      const batch = this.#readSegment(segment, bytesMax);
      if (batch) return batch;
      if (segment === this.#segments.at(-1)) return null;
      this.#remove(segment);
    }
  }

  /** The server has them. */
  acknowledge(batch: Batch): void {
    this.#acknowledgedSeq = Math.max(this.#acknowledgedSeq, batch.lastSeq);
    this.#cursor = batch.end;
    const segment = this.#segments.find(({ number }) => number === batch.segment);
    if (segment && segment !== this.#segments.at(-1) && this.#cursor >= segment.sizeBytes) {
      this.#remove(segment);
      return;
    }
    const last = this.#segments.at(-1);
    if (!last || last.store === this.#memory) return;
    const atEnd = this.#cursorSegment === last.number && this.#cursor === last.sizeBytes;
    this.#write(last, encodeAcknowledged(batch.lastSeq));
    if (atEnd && last === this.#segments.at(-1)) this.#cursor = last.sizeBytes;
  }

  get sizeBytes(): number {
    return sizeOf(this.#segments);
  }

  /** Bytes that have not been sent, roughly: what stands between the records counts too. */
  get waitingBytes(): number {
    return this.sizeBytes - this.#cursor;
  }

  /** Lets the oldest lines go until no more is left than that; of a run that is over all may go. */
  shrink(bytesMax: number, isOver = false): void {
    while (this.sizeBytes > bytesMax && this.#dropOldest(this.#segments, isOver));
  }

  #shrinkMemory(): void {
    const inMemory = () => this.#segments.filter(({ store }) => store === this.#memory);
    while (sizeOf(inMemory()) > this.#settings.memoryBytesMax && this.#dropOldest(inMemory()));
  }

  /** False when there is none that may go. */
  #dropOldest(among: Segment[], isOver = false): boolean {
    const isFree = (each: Segment) => isOver || (each.number !== this.#cursorSegment && each !== this.#segments.at(-1));
    const oldest = among.find((each) => each.lineCount > 0 && isFree(each));
    if (!oldest) return false;
    const before = this.#segments[this.#segments.indexOf(oldest) - 1];
    this.#drop(oldest, before?.loss && isFree(before) ? before : null);
    return true;
  }

  #readSegment(segment: Segment, bytesMax: number): Batch | null {
    const bytes = segment.store.read(segment.number, this.#cursor);
    const batch: Batch = { json: [], lastSeq: 0, recordCount: 0, segment: segment.number, end: this.#cursor };
    let sizeBytes = 0;
    for (const { frame, end } of decodeFrames(bytes)) {
      if (frame.kind === "record" && frame.seq > this.#acknowledgedSeq) {
        if (batch.recordCount > 0 && sizeBytes + frame.json.length > bytesMax) break;
        batch.json.push(frame.json);
        batch.lastSeq = frame.seq;
        batch.recordCount++;
        sizeBytes += frame.json.length;
      }
      batch.end = this.#cursor + end;
    }
    if (batch.recordCount > 0) return batch;
    this.#cursor = batch.end;
    return null;
  }

  #last(): Segment {
    const last = this.#segments.at(-1);
    if (!last) throw new Error("a log without a segment was written to");
    return last;
  }

  #begin(store: SegmentStore): void {
    const number = (this.#segments.at(-1)?.number ?? this.#cursorSegment - 1) + 1;
    const segment = { number, store, sizeBytes: 0, lineCount: 0, fromAt: 0, toAt: 0, loss: null };
    this.#segments.push(segment);
    this.#write(segment, this.#settings.head());
  }

  #write(segment: Segment, bytes: Buffer): void {
    try {
      segment.store.append(segment.number, bytes);
      segment.sizeBytes += bytes.length;
    } catch (error) {
      this.#settings.onTrouble(`The spool takes nothing (${(error as Error).message}): lines wait in memory.`);
      // An empty one is of no use; the next full one is tried on disk again.
      if (segment.sizeBytes === 0) this.#segments.pop();
      this.#begin(this.#memory);
      const inMemory = this.#last();
      inMemory.store.append(inMemory.number, bytes);
      inMemory.sizeBytes += bytes.length;
    }
  }

  #segmentBytes(): number {
    const bytesMax = this.#settings.store ? this.#settings.bytesMax : this.#settings.memoryBytesMax;
    return Math.min(SEGMENT_BYTES_MAX, bytesMax / SEGMENTS_MIN);
  }

  #remove(segment: Segment): void {
    const index = this.#segments.indexOf(segment);
    this.#segments.splice(index, 1);
    if (segment.number === this.#cursorSegment) {
      this.#cursorSegment = segment.number + 1;
      this.#cursor = 0;
    }
    this.#onDisk(() => segment.store.remove(segment.number));
  }

  /** Its events stay, and a notice: one for both with the segment before, where that is a loss as well. */
  #drop(segment: Segment, before: Segment | null): void {
    const { fromAt, toAt } = segment;
    const loss: Loss = { seq: 0, count: before?.loss?.count ?? 0, fromAt: before?.loss?.fromAt ?? fromAt, toAt };
    const kept: { seq: number; frame: Buffer }[] = [];
    for (const each of before ? [before, segment] : [segment]) {
      for (const { frame } of decodeFrames(each.store.read(each.number, 0))) {
        if (frame.kind !== "record" || (each === before && frame.seq === before.loss?.seq)) continue;
        if (frame.isEvent)
          kept.push({ seq: frame.seq, frame: encodeRecord({ ...frame, json: frame.json.toString() }) });
        else loss.seq = frame.seq;
        if (!frame.isEvent) loss.count++;
      }
    }
    const notice = { seq: loss.seq, isEvent: true, at: toAt, json: this.#settings.toNotice(loss) };
    kept.push({ seq: loss.seq, frame: encodeRecord(notice) });
    kept.sort((one, other) => one.seq - other.seq);
    const bytes = Buffer.concat([this.#settings.head(), ...kept.map(({ frame }) => frame)]);
    Object.assign(segment, { lineCount: 0, sizeBytes: bytes.length, loss });
    this.#onDisk(() => segment.store.replace(segment.number, bytes));
    if (before) this.#remove(before);
  }

  #onDisk(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#settings.onTrouble(`The spool fails (${(error as Error).message}).`);
    }
  }
}

function sizeOf(segments: Segment[]): number {
  return segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

function count(segment: Segment, at: number): void {
  if (segment.lineCount === 0) segment.fromAt = at;
  segment.toAt = Math.max(segment.toAt, at);
  segment.lineCount++;
}
