/** What stands before the first row and behind the last. Source: PostgreSQL 18, COPY, binary format. */
export const COPY_HEADER = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);
export const COPY_TRAILER = Buffer.from([0xff, 0xff]);

/** Rows are written into pieces of this size: those of a sidecar's request fit into few. */
const CHUNK_BYTES = 256 * 1024;
const NULL_LENGTH = -1;
const TWO_32 = 2 ** 32;
/** Timestamps count from there. Source: PostgreSQL 18, src/include/datatype/timestamp.h. */
const EPOCH_MS = Date.UTC(2000, 0);
/** The only version of jsonb's form. Source: PostgreSQL 18, `jsonb_recv`. */
const JSONB_VERSION = 1;

/** Bytes of a row of COPY: those of `chunk` between `from` and `to`. */
export interface CopyRow {
  chunk: Buffer;
  from: number;
  to: number;
}

/**
 * Writes rows as COPY's binary format has them, one column after the other in the order of the table's list: `begin`, as many columns
 * as it announced, `end`. Texts go straight to their bytes. Source: PostgreSQL 18, COPY, binary format; the types' receive functions.
 */
export class CopyRows {
  #chunk: Buffer = Buffer.alloc(0);
  #from = 0;
  #at = 0;

  /** `bytesMax`: what the whole row may take. */
  begin(columns: number, bytesMax: number): void {
    if (this.#chunk.length - this.#at < bytesMax) {
      this.#chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, bytesMax));
      this.#at = 0;
    }
    this.#from = this.#at;
    this.#at = this.#chunk.writeInt16BE(columns, this.#at);
  }

  end(): CopyRow {
    return { chunk: this.#chunk, from: this.#from, to: this.#at };
  }

  /** Answers how many bytes it has. */
  text(text: string): number {
    const bytes = this.#chunk.write(text, this.#at + 4);
    this.#chunk.writeInt32BE(bytes, this.#at);
    this.#at += 4 + bytes;
    return bytes;
  }

  textOrNull(text: string | null): void {
    if (text === null) this.null();
    else this.text(text);
  }

  /** JSON as jsonb. */
  json(text: string | null): void {
    if (text === null) {
      this.null();
      return;
    }
    const start = this.#at;
    this.#chunk[start + 4] = JSONB_VERSION;
    const bytes = this.#chunk.write(text, start + 5);
    this.#chunk.writeInt32BE(bytes + 1, start);
    this.#at = start + 5 + bytes;
  }

  int2(value: number | null): void {
    if (value === null) this.null();
    else this.#at = this.#chunk.writeInt16BE(value, this.#chunk.writeInt32BE(2, this.#at));
  }

  int4(value: number | null): void {
    if (value === null) this.null();
    else this.#at = this.#chunk.writeInt32BE(value, this.#chunk.writeInt32BE(4, this.#at));
  }

  /** A whole number that a double holds exactly. */
  int8(value: number | null): void {
    if (value === null) {
      this.null();
      return;
    }
    const high = Math.floor(value / TWO_32);
    const at = this.#chunk.writeInt32BE(high, this.#chunk.writeInt32BE(8, this.#at));
    this.#at = this.#chunk.writeUInt32BE(value - high * TWO_32, at);
  }

  /** An instant in ms since 1970, of which the fraction is left out. */
  timestamp(atMs: number): void {
    this.int8((Math.trunc(atMs) - EPOCH_MS) * 1_000);
  }

  /** Terms as tsvector: their number, then each with three zero bytes behind it. */
  terms(count: number, bytes: Uint8Array): void {
    const at = this.#chunk.writeInt32BE(count, this.#chunk.writeInt32BE(4 + bytes.length, this.#at));
    this.#chunk.set(bytes, at);
    this.#at = at + bytes.length;
  }

  null(): void {
    this.#at = this.#chunk.writeInt32BE(NULL_LENGTH, this.#at);
  }
}
