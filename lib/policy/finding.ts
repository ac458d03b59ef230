/** A place in a text, by UTF-16 units, end excluded. */
export interface Finding {
  start: number;
  end: number;
}

/** All matches of a global pattern whose cost grows with the text's length only. */
export function findAll(text: string, pattern: RegExp): Finding[] {
  return [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}
