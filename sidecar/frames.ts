import { crc32 } from "node:zlib";

/**
 * A spool is a row of frames: length of the payload and its CRC-32 (32 bits each, little-endian), then the payload, whose first byte
 * says what it is. What a process that was killed left half written is told by length and sum, and ends the row.
 */
const HEADER_BYTES = 8;

/** A payload's first byte. */
const KIND = { meta: 77, record: 82, piece: 80, acknowledged: 65, group: 71 } as const;

/** Of a record that is an event; 0 for what was printed. */
const EVENT_FLAG = 1;

/** Output that is no record yet: a line without its end, a traceback that may go on. */
export interface Piece {
  stream: "stdout" | "stderr";
  /** Takes the place of all pieces of the stream that stand before. */
  isAll: boolean;
  at: number;
  bytes: Buffer;
}

export type Frame =
  | { kind: "meta"; text: string }
  | { kind: "record"; seq: number; isEvent: boolean; at: number; json: Buffer }
  | { kind: "piece"; piece: Piece }
  | { kind: "acknowledged"; seq: number };

/** A record that will be sent: `json` is one line of the request with its line break. */
export function encodeRecord(record: { seq: number; isEvent: boolean; at: number; json: string }): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + 18 + Buffer.byteLength(record.json));
  frame[HEADER_BYTES] = KIND.record;
  frame[HEADER_BYTES + 1] = record.isEvent ? EVENT_FLAG : 0;
  frame.writeDoubleLE(record.seq, HEADER_BYTES + 2);
  frame.writeDoubleLE(record.at, HEADER_BYTES + 10);
  frame.write(record.json, HEADER_BYTES + 18);
  return seal(frame);
}

export function encodePiece({ stream, isAll, at, bytes }: Piece): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + 10 + bytes.length);
  frame[HEADER_BYTES] = KIND.piece;
  frame[HEADER_BYTES + 1] = (stream === "stderr" ? 2 : 0) + (isAll ? 1 : 0);
  frame.writeDoubleLE(at, HEADER_BYTES + 2);
  bytes.copy(frame, HEADER_BYTES + 10);
  return seal(frame);
}

/** Everything up to this number is stored by the server. */
export function encodeAcknowledged(seq: number): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + 9);
  frame[HEADER_BYTES] = KIND.acknowledged;
  frame.writeDoubleLE(seq, HEADER_BYTES + 1);
  return seal(frame);
}

/** Whose records these are, at the head of every segment. */
export function encodeMeta(text: string): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + 1 + Buffer.byteLength(text));
  frame[HEADER_BYTES] = KIND.meta;
  frame.write(text, HEADER_BYTES + 1);
  return seal(frame);
}

/** Frames that are there all or not at all. */
export function encodeGroup(frames: Buffer[]): Buffer {
  return seal(Buffer.concat([Buffer.alloc(HEADER_BYTES), Buffer.from([KIND.group]), ...frames]));
}

function seal(frame: Buffer): Buffer {
  frame.writeUInt32LE(frame.length - HEADER_BYTES, 0);
  frame.writeUInt32LE(crc32(frame.subarray(HEADER_BYTES)), 4);
  return frame;
}

/** The frames from an offset on, each with the offset after it; ends at the first that is not whole or not sound. */
export function* decodeFrames(bytes: Buffer, offset = 0): Generator<{ frame: Frame; end: number }> {
  let start = offset;
  while (start + HEADER_BYTES < bytes.length) {
    const end = start + HEADER_BYTES + bytes.readUInt32LE(start);
    if (end > bytes.length) return;
    const payload = bytes.subarray(start + HEADER_BYTES, end);
    if (crc32(payload) !== bytes.readUInt32LE(start + 4)) return;
    if (payload[0] === KIND.group) {
      yield* decodeFrames(bytes.subarray(0, end), start + HEADER_BYTES + 1);
      start = end;
      continue;
    }
    const frame = decodePayload(payload);
    if (frame === null) return;
    yield { frame, end };
    start = end;
  }
}

function decodePayload(payload: Buffer): Frame | null {
  switch (payload[0]) {
    case KIND.meta:
      return { kind: "meta", text: payload.toString("utf8", 1) };
    case KIND.acknowledged:
      return { kind: "acknowledged", seq: payload.readDoubleLE(1) };
    case KIND.record: {
      const facts = { seq: payload.readDoubleLE(2), at: payload.readDoubleLE(10) };
      return { kind: "record", isEvent: payload[1] === EVENT_FLAG, ...facts, json: payload.subarray(18) };
    }
    case KIND.piece: {
      const flags = payload[1] ?? 0;
      const stream = flags >= 2 ? "stderr" : "stdout";
      const piece: Piece = { stream, isAll: flags % 2 === 1, at: payload.readDoubleLE(2), bytes: payload.subarray(10) };
      return { kind: "piece", piece };
    }
    default:
      return null;
  }
}
