/**
 * A text as long as lists and timelines show it, with words that say how long it is; a record's own answer and the download
 * hold all of it. Unit: UTF-16 code units; a surrogate pair is not cut in two.
 */
export function cutText(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  const end = isHighSurrogate(text.charCodeAt(charsMax - 1)) ? charsMax - 1 : charsMax;
  return `${text.slice(0, end)} … (${text.length} characters in all; the record's details have them)`;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
