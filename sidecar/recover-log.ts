import { decodeFrames, type Frame, type Piece } from "./frames";
import type { Segment } from "./record-log";
import type { SegmentStore } from "./segment-stores";

/** What a run that is over left behind. */
export interface LeftBehind {
  /** As it was given; null when nothing of it can be read. */
  head: string | null;
  segments: Segment[];
  lastSeq: number;
  acknowledgedSeq: number;
  /** Output that had not become a record, as it came. */
  pieces: Piece[];
  /** Of its last record. */
  lastAt: number;
  /** Its last event, as it would have been sent. */
  lastEvent: string | null;
}

/** Reads a spool as it was left, by whatever end. Errors: those of the disk. */
export function recoverLog(store: SegmentStore): LeftBehind {
  const found: LeftBehind = {
    head: null,
    segments: [],
    lastSeq: 0,
    acknowledgedSeq: 0,
    pieces: [],
    lastAt: 0,
    lastEvent: null,
  };
  for (const { number } of store.list()) {
    const bytes = store.read(number, 0);
    const segment: Segment = { number, store, sizeBytes: bytes.length, lineCount: 0, fromAt: 0, toAt: 0, loss: null };
    for (const { frame } of decodeFrames(bytes)) {
      if (frame.kind === "meta") found.head = frame.text;
      else if (frame.kind === "acknowledged") found.acknowledgedSeq = Math.max(found.acknowledgedSeq, frame.seq);
      else if (frame.kind === "piece") found.pieces = withPiece(found.pieces, frame.piece);
      else countRecord(found, segment, frame);
    }
    found.segments.push(segment);
  }
  return found;
}

function withPiece(pieces: Piece[], piece: Piece): Piece[] {
  if (!piece.isAll) return [...pieces, piece];
  const others = pieces.filter(({ stream }) => stream !== piece.stream);
  return piece.bytes.length > 0 ? [...others, piece] : others;
}

function countRecord(found: LeftBehind, segment: Segment, frame: Extract<Frame, { kind: "record" }>): void {
  found.lastSeq = Math.max(found.lastSeq, frame.seq);
  found.lastAt = Math.max(found.lastAt, frame.at);
  if (frame.isEvent) {
    found.lastEvent = frame.json.toString();
    return;
  }
  if (segment.lineCount === 0) segment.fromAt = frame.at;
  segment.toAt = Math.max(segment.toAt, frame.at);
  segment.lineCount++;
}
