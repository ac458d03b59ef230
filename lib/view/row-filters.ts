import type { Row, RowKind } from "./rows";
import { ROW_KINDS } from "./rows";

/** The five checkboxes over the list, in their order; labels are part of the API (API.md, accessible names). */
export const ROW_FILTERS: readonly { kind: RowKind; label: string }[] = [
  { kind: "transcript", label: "Transcript" },
  { kind: "tool", label: "Tools" },
  { kind: "handoff", label: "Handoffs" },
  { kind: "span", label: "Spans" },
  { kind: "log", label: "Logs" },
];

export const DEFAULT_SHOWN: readonly RowKind[] = ["transcript", "tool", "handoff", "log"];

/** How many turns back to look for one that is still being spoken: people talk over each other by one or two turns. */
const OVERLAPPING_TURNS_MAX = 3;

/** Rows of each kind, whether they are shown or not. */
export function countRows(rows: readonly Row[]): Record<RowKind, number> {
  const counts = { transcript: 0, tool: 0, handoff: 0, span: 0, log: 0 };
  for (const row of rows) counts[row.kind] += 1;
  return counts;
}

/** Keeps the rows of the shown kinds. */
export function filterRows(rows: readonly Row[], shown: ReadonlySet<RowKind>): Row[] {
  return rows.filter((row) => shown.has(row.kind));
}

/** The kinds in the order of the checkboxes, so that the same choice always gives the same link. */
export function inOrder(shown: ReadonlySet<RowKind>): RowKind[] {
  return ROW_KINDS.filter((kind) => shown.has(kind));
}

/**
 * The row that is "now" at a position: the words being spoken (the latest turn that has begun and not ended), else the
 * last row that has begun; -1 before the first. `rows` are in order of time.
 */
export function findRowAt(rows: readonly Row[], positionMs: number): number {
  const last = lastBegun(rows, positionMs);
  let turnsSeen = 0;
  for (let index = last; index >= 0 && turnsSeen < OVERLAPPING_TURNS_MAX; index -= 1) {
    const row = rows[index];
    if (row?.kind !== "transcript") continue;
    if (row.endMs !== null && positionMs < row.endMs) return index;
    turnsSeen += 1;
  }
  return last;
}

/** How many rows begin after a position (milliseconds). `rows` are in order of time. */
export function countAfter(rows: readonly Row[], positionMs: number): number {
  return rows.length - 1 - lastBegun(rows, positionMs);
}

function lastBegun(rows: readonly Row[], positionMs: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.atMs ?? 0) <= positionMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
