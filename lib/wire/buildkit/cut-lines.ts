/** A line of a text that came in pieces; `leftOut`: UTF-16 units behind it that are not kept. */
export interface CutLine {
  text: string;
  leftOut: number;
}

/** A status of BuildKit may hold a long output. UTF-16 units. */
const LINE_CHARS_MAX = 1024 * 1024;
/**
 * The longest secret that rules look for, a token, has fewer characters (policy/api-keys.ts); each is one byte. Where a text is cut, no
 * half of one may stay.
 */
export const SECRET_CHARS_MAX = 16_384;

/**
 * Cuts a text that comes in pieces into lines. Of a line that is too long the beginning is kept, up to the last word that is whole,
 * and the rest is counted: memory is bounded, and nothing hides where a line was cut.
 */
export class LineCutter {
  #open = "";
  #leftOut = 0;

  /** The lines that this piece ends. */
  next(piece: string): CutLine[] {
    const [first = "", ...others] = piece.split("\n");
    this.#add(first);
    return others.map((text) => {
      const ended = this.#end();
      this.#add(text);
      return ended;
    });
  }

  /** What has no end; null when that is nothing. */
  rest(): CutLine | null {
    return this.#open === "" ? null : this.#end();
  }

  #add(text: string): void {
    if (this.#leftOut > 0) this.#leftOut += text.length;
    else this.#open += text;
    if (this.#leftOut > 0 || this.#open.length <= LINE_CHARS_MAX) return;
    const kept = withoutLastWord(this.#open.slice(0, LINE_CHARS_MAX));
    this.#leftOut = this.#open.length - kept.length;
    this.#open = kept;
  }

  #end(): CutLine {
    const ended = { text: this.#open.replace(/\r$/, ""), leftOut: this.#leftOut };
    this.#open = "";
    this.#leftOut = 0;
    return ended;
  }
}

/** By hand: a pattern would begin at every character anew. */
function withoutLastWord(text: string): string {
  let end = text.length;
  while (end > text.length - SECRET_CHARS_MAX && !isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function isBlank(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === 13;
}
