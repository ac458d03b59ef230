/** Bytes of a line, 256 KiB, less what marks and U+FFFD for three broken bytes may add. Source: the server's bound for one line. */
export const LINE_BYTES_MAX = 256 * 1024;
const PART_BYTES_MAX = LINE_BYTES_MAX - 256;

const LF = 10;
const CR = 13;

/** Cuts a stream of bytes into lines, whatever pieces it comes in. Lines are text, without their end. */
export class LineSplitter {
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** Of the line that is cut because it is too long: how many parts have been given out. */
  #parts = 0;

  /** The lines that end in this chunk, or are too long to wait for their end. */
  push(chunk: Buffer): string[] {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, start)) {
      this.#end(chunk.subarray(start, end), lines);
      start = end + 1;
    }
    if (start < chunk.length) this.#hold(chunk.subarray(start));
    this.#cut(lines);
    return lines;
  }

  /** The line that has no end yet, as if it had one. */
  flush(): string[] {
    const lines: string[] = [];
    if (this.#heldBytes > 0) this.#end(Buffer.alloc(0), lines);
    return lines;
  }

  /** What waits for its end. */
  get held(): Buffer {
    return this.#held.length === 1 && this.#held[0] ? this.#held[0] : Buffer.concat(this.#held);
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  #hold(bytes: Buffer): void {
    // A copy: the chunk that it is a piece of may be large.
    this.#held.push(Buffer.from(bytes));
    this.#heldBytes += bytes.length;
    // Written byte by byte, a line shall not become a list of a hundred thousand.
    if (this.#held.length > 64) this.#held = [Buffer.concat(this.#held)];
  }

  #end(rest: Buffer, lines: string[]): void {
    let line = rest;
    if (this.#heldBytes > 0) {
      line = Buffer.concat([...this.#held, rest]);
      this.#held = [];
      this.#heldBytes = 0;
    }
    const endsWithCr = line.length > 0 && line[line.length - 1] === CR;
    const whole = this.#parted(endsWithCr ? line.subarray(0, -1) : line, lines);
    const text = whole.toString("utf8");
    if (this.#parts === 0) return void pushWithin(lines, text);
    this.#parts++;
    pushWithin(lines, `${partMark(this.#parts)}${text}`);
    this.#parts = 0;
  }

  #cut(lines: string[]): void {
    if (this.#heldBytes <= PART_BYTES_MAX) return;
    const rest = this.#parted(Buffer.concat(this.#held), lines);
    // A copy, so that what is left does not hold the whole.
    this.#held = [Buffer.from(rest)];
    this.#heldBytes = rest.length;
  }

  /** Gives out parts as long as it is too much for one; answers what is left. */
  #parted(line: Buffer, lines: string[]): Buffer {
    let rest = line;
    while (rest.length > PART_BYTES_MAX) {
      const length = partLength(rest);
      this.#parts++;
      const before = this.#parts === 1 ? "" : partMark(this.#parts);
      pushWithin(lines, `${before}${rest.toString("utf8", 0, length)}${GOES_ON_MARK}`);
      rest = rest.subarray(length);
    }
    return rest;
  }
}

const GOES_ON_MARK = " …[earshot: cut, longer than 256 KiB, goes on in the next line]";

function partMark(part: number): string {
  return `[earshot: part ${part} of a line longer than 256 KiB] `;
}

/** How much of a long line makes one part: no character is cut in two. */
function partLength(bytes: Buffer): number {
  let length = PART_BYTES_MAX;
  // Back to where a character begins, three bytes at most: else it is no UTF-8, and may be cut anywhere.
  for (let back = 0; back < 4; back++) {
    if (((bytes[length - back] ?? 0) & 0xc0) !== 0x80) {
      length -= back;
      break;
    }
  }
  return length;
}

/** Broken bytes become three each: then a part may still be too long, and is cut once more. */
function pushWithin(lines: string[], text: string): void {
  if (text.length * 3 <= LINE_BYTES_MAX || Buffer.byteLength(text) <= LINE_BYTES_MAX) {
    lines.push(text);
    return;
  }
  const partChars = Math.ceil(text.length / 4);
  let start = 0;
  while (start < text.length) {
    let end = Math.min(start + partChars, text.length);
    const last = text.charCodeAt(end - 1);
    // Not between the halves of a surrogate pair.
    if (last >= 0xd800 && last < 0xdc00 && end < text.length) end--;
    lines.push(`${text.slice(start, end)}${end < text.length ? GOES_ON_MARK : ""}`);
    start = end;
  }
}
