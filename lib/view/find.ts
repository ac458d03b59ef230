import type { Row, RowKind } from "./rows";

/** What "find in session" found among all rows. */
export interface Found {
  /** Rows that are shown and hold every word, in order of time. */
  hits: Row[];
  /** Rows that hold every word but are of a kind that is switched off, by kind; kinds without any are left out. */
  hidden: { kind: RowKind; count: number }[];
}

/** Finds the rows in which every word occurs, in any case and order. Without words nothing is found. */
export function findInRows(rows: readonly Row[], shown: ReadonlySet<RowKind>, find: string): Found {
  const words = wordsOf(find);
  if (words.length === 0) return { hits: [], hidden: [] };
  const hits: Row[] = [];
  const hidden = new Map<RowKind, number>();
  for (const row of rows) {
    if (!words.every((word) => row.searchText.includes(word))) continue;
    if (shown.has(row.kind)) hits.push(row);
    else hidden.set(row.kind, (hidden.get(row.kind) ?? 0) + 1);
  }
  return { hits, hidden: [...hidden].map(([kind, count]) => ({ kind, count })) };
}

/**
 * The hit to go to: from a selected hit the next or the previous one, round at the ends; else the first at or after the
 * position (forwards) or the last before it. Null when there is none. Position in milliseconds.
 */
export function stepHit(
  hits: readonly Row[],
  from: { selectedId: string | null; positionMs: number },
  by: 1 | -1,
): Row | null {
  const selected = hits.findIndex((row) => row.id === from.selectedId);
  if (selected !== -1) return hits[(selected + by + hits.length) % hits.length] ?? null;
  if (by === 1) return hits.find((row) => row.atMs >= from.positionMs) ?? hits[0] ?? null;
  return hits.findLast((row) => row.atMs < from.positionMs) ?? hits.at(-1) ?? null;
}

/** `3 of 12` when a hit is selected, `12 matches` when none is, `no match`. */
export function findText(hits: readonly Row[], selectedId: string | null): string {
  const at = hits.findIndex((row) => row.id === selectedId);
  if (hits.length === 0) return "no match";
  if (at !== -1) return `${at + 1} of ${hits.length}`;
  return hits.length === 1 ? "1 match" : `${hits.length} matches`;
}

/** The words to look for, in lower case. */
function wordsOf(find: string): string[] {
  return find.toLowerCase().split(/\s+/).filter(Boolean);
}
