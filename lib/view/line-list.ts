import type { Line } from "@/lib/model/lines";

/** Lines stay in memory up to here; beyond, the oldest go. */
export const LINES_MAX = 10_000;

/** Lines that were left out of a live view in this place. */
export interface LeftOut {
  id: string;
  /** Ms since the epoch of the line before which it stands. */
  atMs: number;
  count: number;
}

/** One row of the list. */
export type LineRow = { kind: "line"; key: string; line: Line } | { kind: "left-out"; key: string; leftOut: LeftOut };

/** Earlier first; lines of one millisecond in the order in which they were stored. */
export function compareLines(a: Line, b: Line): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.id.length === b.id.length ? (a.id < b.id ? -1 : a.id > b.id ? 1 : 0) : a.id.length - b.id.length;
}

/**
 * Puts lines among those that are there, each once, by time. `before` is in order; what comes late finds its place. Quick where
 * all is new at the end, as it is for who follows.
 */
export function mergeLines(before: readonly Line[], coming: readonly Line[]): Line[] {
  if (coming.length === 0) return [...before];
  const sorted = [...coming].sort(compareLines);
  const first = sorted[0] as Line;
  let from = before.length;
  while (from > 0 && compareLines(before[from - 1] as Line, first) >= 0) from -= 1;
  const tail = new Map([...before.slice(from), ...sorted].map((line) => [line.id, line]));
  return [...before.slice(0, from), ...[...tail.values()].sort(compareLines)];
}

/** The rows of lines and of the places where a live view has left some out. */
export function toRows(lines: readonly Line[], leftOut: readonly LeftOut[]): LineRow[] {
  const rows: LineRow[] = [];
  let next = 0;
  for (const line of lines) {
    const atMs = Date.parse(line.at);
    for (let gap = leftOut[next]; gap && gap.atMs <= atMs; gap = leftOut[next]) {
      rows.push({ kind: "left-out", key: gap.id, leftOut: gap });
      next += 1;
    }
    rows.push({ kind: "line", key: line.id, line });
  }
  for (const gap of leftOut.slice(next)) rows.push({ kind: "left-out", key: gap.id, leftOut: gap });
  return rows;
}
