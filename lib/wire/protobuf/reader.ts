import { AppError } from "@/lib/errors";
import { ByteTable } from "./byte-table";
import { textOf } from "./intern";

/** Wire types as the low three bits of a tag. Groups (3, 4) are refused: OpenTelemetry and LiveKit never use them. */
export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

const TWO_TO_32 = 4294967296;
const TRACE_ID_BYTES = 16;

/** A trace's id stands in each of its spans, a span's in its children and in its logs. */
const ids = new ByteTable<string>(1024, TRACE_ID_BYTES);

/**
 * Reads protobuf in one pass, straight from the bytes; every read is checked against the end of the message it stands in.
 * Use: `while (reader.hasMore()) switch (reader.tag()) { case (3 << 3) | BYTES: … default: reader.skip(); }`. A known field
 * that comes with another wire type falls into `default` and is skipped, as protobuf asks.
 * Units: byte offsets count from the start of the bytes given.
 * Errors: AppError `invalid` that says what is wrong and at which byte.
 * Source: protobuf.dev, "Encoding".
 */
export class ProtobufReader {
  position: number;
  /** Where the message being read ends. */
  end: number;
  readonly bytes: Buffer;
  /** Of the same bytes: its reads are compiled into a few instructions, where those of `Buffer` are calls. */
  readonly view: DataView;
  private lastTag = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.position = 0;
    this.end = this.bytes.length;
  }

  hasMore(): boolean {
    return this.position < this.end;
  }

  /** The next field's number and wire type, as `number << 3 | wireType`. */
  tag(): number {
    const at = this.position;
    const first = this.bytes[at] as number;
    let tag = first;
    // Fields up to number 15 have tags of one byte: nearly all.
    if (at < this.end && first < 128) this.position = at + 1;
    else tag = this.varint32();
    if (tag < 8) this.fail("field number 0", at);
    this.lastTag = tag;
    return tag;
  }

  /** Goes into a length-delimited message; hand the answer to `leave`. */
  enter(): number {
    const outerEnd = this.end;
    this.end = this.lengthEnd();
    return outerEnd;
  }

  /** Ends the message begun by `enter`, wherever the reading stands. */
  leave(outerEnd: number): void {
    this.position = this.end;
    this.end = outerEnd;
  }

  /** Passes over the value of the tag read last. */
  skip(): void {
    const wireType = this.lastTag & 7;
    if (wireType === VARINT) this.skipVarint();
    else if (wireType === BYTES) this.position = this.lengthEnd();
    else if (wireType === FIXED64) this.position = this.fixedEnd(8);
    else if (wireType === FIXED32) this.position = this.fixedEnd(4);
    else this.fail(`wire type ${wireType} is not allowed`, this.position);
  }

  /** The low 32 bits of a varint, unsigned: bools, enums, tags. */
  varint32(): number {
    const { bytes, end } = this;
    let at = this.position;
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= end) this.fail("a varint is cut off", this.position);
      const byte = bytes[at++] as number;
      if (shift < 32) value |= (byte & 127) << shift;
      if (byte < 128) {
        this.position = at;
        return value >>> 0;
      }
    }
    return this.fail("a varint is longer than 10 bytes", this.position);
  }

  /** A signed 64-bit varint: a number when it is a safe integer, else its decimal digits, so that nothing is rounded. */
  int64(): number | string {
    const start = this.position;
    const low28 = this.varint32() & 0x0fffffff;
    const length = this.position - start;
    if (length <= 4) return low28;
    let value = 0n;
    for (let index = 0; index < length; index++) {
      value |= BigInt((this.bytes[start + index] as number) & 127) << BigInt(index * 7);
    }
    const signed = BigInt.asIntN(64, value);
    return safeNumber(signed);
  }

  fixed64(): bigint {
    const at = this.position;
    this.position = this.fixedEnd(8);
    return this.view.getBigUint64(at, true);
  }

  /** A fixed64 as a number; counts above 2^53 are rounded. */
  fixed64Number(): number {
    const at = this.position;
    this.position = this.fixedEnd(8);
    return this.view.getUint32(at + 4, true) * TWO_TO_32 + this.view.getUint32(at, true);
  }

  sfixed64Number(): number {
    const at = this.position;
    this.position = this.fixedEnd(8);
    return Number(this.view.getBigInt64(at, true));
  }

  double(): number {
    const at = this.position;
    this.position = this.fixedEnd(8);
    return this.view.getFloat64(at, true);
  }

  text(): string {
    const stop = this.lengthEnd();
    const text = textOf(this.bytes, this.view, this.position, stop);
    this.position = stop;
    return text;
  }

  /** An id in lower-case hex; "" when it is empty or all zero, which OpenTelemetry means as absent. */
  id(): string {
    const stop = this.lengthEnd();
    const start = this.position;
    this.position = stop;
    const known = ids.find(this.view, start, stop - start);
    if (known !== undefined) return known;
    const hex = this.bytes.toString("hex", start, stop);
    const id = hex.startsWith("00") && /^0+$/.test(hex) ? "" : hex;
    ids.keep(this.view, start, stop - start, id);
    return id;
  }

  base64(): string {
    const stop = this.lengthEnd();
    const text = this.bytes.toString("base64", this.position, stop);
    this.position = stop;
    return text;
  }

  fail(what: string, at: number): never {
    throw new AppError("invalid", `The protobuf body is malformed at byte ${at}: ${what}.`);
  }

  /** Reads a length; the position after it is the start of the content, the answer its end. */
  private lengthEnd(): number {
    const at = this.position;
    const first = this.bytes[at] as number;
    let length = first;
    if (at < this.end && first < 128) this.position = at + 1;
    else length = this.varint32();
    const stop = this.position + length;
    if (stop > this.end) this.fail(`a field of ${length} bytes ends beyond its message`, at);
    return stop;
  }

  private fixedEnd(size: number): number {
    const stop = this.position + size;
    if (stop > this.end) this.fail(`a number of ${size} bytes is cut off`, this.position);
    return stop;
  }

  private skipVarint(): void {
    this.varint32();
  }
}

function safeNumber(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
