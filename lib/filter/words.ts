/** Part of a word: letters, digits, marks on letters, and the underscore, so that `AJ_x9` and `job_id` are one word. */
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}_]/u;
/** Scripts that put no spaces between words (or particles behind them): each character counts as a word. */
const UNSPACED =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}";
const UNSPACED_CHARACTER = new RegExp(`[${UNSPACED}]`, "u");
const WORDS = new RegExp(`[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}_])+`, "gu");
const NOT_ASCII = /[^\0-\x7f]/;
const SPACES = /[^\S ]|\s{2,}/;

/** The folded character of each ASCII character that is part of words, else 0. */
export const FOLDED_ASCII = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /\w/.test(character) ? character.toLowerCase().charCodeAt(0) : 0;
});

/** Text as it is compared: lower case, one way of writing accents. */
export function fold(text: string): string {
  return NOT_ASCII.test(text) ? text.normalize("NFC").toLowerCase() : text.toLowerCase();
}

/** The same, and any run of spaces, tabs and line ends is one space: a phrase is found however a line was broken. */
export function foldSpaces(text: string): string {
  const folded = fold(text);
  return SPACES.test(folded) ? folded.replace(/\s+/g, " ") : folded;
}

/** Hands the words of a folded text to `take`, in their order, until it answers false. */
export function eachWord(folded: string, take: (word: string) => boolean): void {
  let start = -1;
  for (let at = 0; at < folded.length; at += 1) {
    const code = folded.charCodeAt(at);
    if (code > 127) {
      eachUnicodeWord(folded.slice(start < 0 ? at : start), take);
      return;
    }
    if (FOLDED_ASCII[code] !== 0) {
      if (start < 0) start = at;
    } else if (start >= 0) {
      if (!take(folded.slice(start, at))) return;
      start = -1;
    }
  }
  if (start >= 0) take(folded.slice(start));
}

/** From the first word that holds more than ASCII, which the table does not know. */
function eachUnicodeWord(folded: string, take: (word: string) => boolean): void {
  for (const [word] of folded.matchAll(WORDS)) if (!take(word)) return;
}

/** The words of a folded text. */
export function wordsOf(folded: string): string[] {
  const words: string[] = [];
  eachWord(folded, (word) => words.push(word) > 0);
  return words;
}

/** True when the folded text goes on with a word after its end, so that its last word is only a beginning. */
export function endsInWord(folded: string): boolean {
  const last = characterBefore(folded, folded.length);
  return WORD_CHARACTER.test(last) && !UNSPACED_CHARACTER.test(last);
}

/** Whether a folded text is another; with `isPrefix`, or begins with it. */
export function equalsText(folded: string, text: string, isPrefix: boolean): boolean {
  return isPrefix ? folded.startsWith(text) : folded === text;
}

/**
 * Whether a folded text holds another as whole words; with `isPrefix` the last word may go on. Linear in the text's length for
 * each place where the sought text stands.
 */
export function holdsText(text: string, sought: string, isPrefix: boolean): boolean {
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
    if (isBorder(text, at) && (isPrefix || isBorder(text, at + sought.length))) return true;
  }
  return false;
}

/** Whether no word runs across this place. */
function isBorder(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return true;
  const before = characterBefore(text, at);
  const after = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (!WORD_CHARACTER.test(before) || !WORD_CHARACTER.test(after)) return true;
  return UNSPACED_CHARACTER.test(before) || UNSPACED_CHARACTER.test(after);
}

function characterBefore(text: string, at: number): string {
  const low = text.charCodeAt(at - 1);
  const isPair = low >= 0xdc00 && low <= 0xdfff && at >= 2;
  return text.slice(isPair ? at - 2 : at - 1, at);
}
