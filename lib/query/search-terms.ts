/** How much of a long line a snippet shows, in characters around the found word. */
const SNIPPET_CHARACTERS = 160;
const LEAD_CHARACTERS = 50;
/** More words than this narrow nothing down and cost a comparison each. */
const TERMS_MAX = 12;

/** The words of a search: quoted phrases whole, everything else cut at spaces; the same word twice counts once. */
export function toSearchTerms(q: string): string[] {
  const terms = [...q.matchAll(/"([^"]+)"|([^\s"]+)/g)].map((match) => (match[1] ?? match[2] ?? "").trim());
  return [...new Set(terms.filter((term) => term !== ""))].slice(0, TERMS_MAX);
}

/** A pattern for ILIKE that finds the term anywhere, taken literally. Source: PostgreSQL 18, 9.7.1. */
export function toLikePattern(term: string): string {
  return `%${term.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
}

/**
 * The line to show for a found session: the first of those that hold most of the terms, cut around the first term in it.
 * Null when no line holds any (the session was found by an id). `atMs` is the line's position in the session.
 */
export function toSnippet(
  search: { text: string; atMs: number[] },
  terms: string[],
): { text: string; atMs: number } | null {
  const wanted = terms.map((term) => term.toLowerCase());
  let best: { line: string; at: number; count: number; index: number } | null = null;
  for (const [index, line] of search.text.split("\n").entries()) {
    const lower = line.toLowerCase();
    const places = wanted.map((term) => lower.indexOf(term)).filter((at) => at >= 0);
    if (places.length > (best?.count ?? 0)) best = { line, at: Math.min(...places), count: places.length, index };
    if (places.length === wanted.length) break;
  }
  return best && { text: cutAround(best.line, best.at), atMs: search.atMs[best.index] ?? 0 };
}

function cutAround(line: string, at: number): string {
  if (line.length <= SNIPPET_CHARACTERS) return line;
  const start = Math.max(0, Math.min(at - LEAD_CHARACTERS, line.length - SNIPPET_CHARACTERS));
  const end = start + SNIPPET_CHARACTERS;
  return `${start > 0 ? "…" : ""}${line.slice(start, end).trim()}${end < line.length ? "…" : ""}`;
}
