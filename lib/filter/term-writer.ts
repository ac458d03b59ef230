import type { LineTerms } from "@/lib/model/lines";
import { CUT_SHORT, TERM_LENGTH_MAX } from "./term-forms";
import { eachWord, FOLDED_ASCII, fold } from "./words";

/** A traceback of 40 frames has some 250 different words. */
const TERMS_MAX = 400;
/** Ends a term: a zero, and that it stands nowhere. Source: PostgreSQL 18, `tsvectorrecv` (src/backend/utils/adt/tsvector.c). */
const END_BYTES = 3;
/** One unit of UTF-16 becomes three bytes at most. */
const TERM_BYTES_MAX = TERM_LENGTH_MAX * 3 + END_BYTES;
/** Of the table of known terms: a power of two, and more than half of it stays empty. */
const SLOTS = 1024;
/** FNV-1a, 32 bits. Source: RFC 9923. */
const HASH_START = 0x811c9dc5;
const HASH_FACTOR = 0x01000193;

/**
 * Gathers the different terms of one line after the other, as the bytes that the database takes. Made for intake, where a text
 * for each word would cost more than all else that is done to a line: words go from the line's characters to their bytes, and are
 * compared there.
 */
export class TermWriter {
  readonly #bytes = Buffer.allocUnsafeSlow((TERMS_MAX + 2) * TERM_BYTES_MAX);
  /** Where a term begins, plus one, by its hash; 0: nothing. */
  readonly #places = new Int32Array(SLOTS);
  /** Which places are taken. */
  readonly #slots = new Int32Array(TERMS_MAX);
  #count = 0;
  #used = 0;

  /** Adds the term of a field, as `fieldTerm` spells it, of parts that are folded already. False when no more are taken. */
  addField(field: string, sign: "=" | "~" | "#", value = ""): boolean {
    let length = 0;
    let end = this.#used;
    for (const part of ["@", field, sign, value]) {
      end = this.#put(part, end, TERM_LENGTH_MAX - length);
      length += part.length;
    }
    return this.#keep(end);
  }

  /** Adds the words of a text that is not folded yet. False when no more are taken. */
  addWords(text: string): boolean {
    const bytes = this.#bytes;
    let start = -1;
    let end = this.#used;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      // Marks join the letter before them, so one character more is looked at again.
      if (code > 127) return this.#addUnicodeWords(text.slice(Math.max(0, (start < 0 ? at : start) - 1)));
      const folded = FOLDED_ASCII[code] as number;
      if (folded !== 0) {
        if (start < 0) start = at;
        if (at - start < TERM_LENGTH_MAX) {
          bytes[end] = folded;
          end += 1;
        }
      } else if (start >= 0) {
        if (!this.#keep(end)) return false;
        start = -1;
        end = this.#used;
      }
    }
    return start < 0 || this.#keep(end);
  }

  /** What was added since the last time. */
  take(): LineTerms {
    const terms = { count: this.#count, bytes: Buffer.from(this.#bytes.subarray(0, this.#used)) };
    const kept = Math.min(this.#count, TERMS_MAX);
    for (let index = 0; index < kept; index += 1) this.#places[this.#slots[index] as number] = 0;
    this.#count = 0;
    this.#used = 0;
    return terms;
  }

  #addUnicodeWords(text: string): boolean {
    let isRoom = true;
    eachWord(fold(text), (word) => {
      isRoom = this.#keep(this.#put(word, this.#used, TERM_LENGTH_MAX));
      return isRoom;
    });
    return isRoom;
  }

  /** Answers where it ends. */
  #put(text: string, from: number, lengthMax: number): number {
    const length = Math.min(text.length, lengthMax);
    for (let at = 0; at < length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > 127) return from + at + this.#bytes.write(text.slice(at, length), from + at);
      this.#bytes[from + at] = code;
    }
    return from + Math.max(0, length);
  }

  /** Keeps what was put behind the last term, if it is new. */
  #keep(end: number): boolean {
    const start = this.#used;
    const slot = this.#slotOf(start, end);
    if (this.#places[slot] !== 0) return this.#count <= TERMS_MAX;
    if (this.#count >= TERMS_MAX) return this.#cutShort();
    this.#places[slot] = start + 1;
    this.#slots[this.#count] = slot;
    this.#end(end);
    return true;
  }

  #cutShort(): false {
    if (this.#count === TERMS_MAX) this.#end(this.#put(CUT_SHORT, this.#used, TERM_LENGTH_MAX));
    return false;
  }

  #end(end: number): void {
    const bytes = this.#bytes;
    for (let at = end; at < end + END_BYTES; at += 1) bytes[at] = 0;
    this.#count += 1;
    this.#used = end + END_BYTES;
  }

  /** Where the term between two places stands in the table, or would. */
  #slotOf(start: number, end: number): number {
    const bytes = this.#bytes;
    let hash = HASH_START;
    for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), HASH_FACTOR);
    let slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    for (;;) {
      const place = this.#places[slot] as number;
      if (place === 0 || this.#isSame(place - 1, start, end)) return slot;
      slot = (slot + 1) & (SLOTS - 1);
    }
  }

  /** Whether a known term is the one between two places. */
  #isSame(known: number, start: number, end: number): boolean {
    const bytes = this.#bytes;
    const length = end - start;
    for (let at = 0; at < length; at += 1) if (bytes[known + at] !== bytes[start + at]) return false;
    return bytes[known + length] === 0;
  }
}
