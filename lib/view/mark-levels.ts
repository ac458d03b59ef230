import type { Mark } from "./mark";

/** Marks that stand so close at a zoom that they are drawn as one. Milliseconds. */
export interface MarkCluster {
  /** The first of them. */
  mark: Mark;
  startMs: number;
  endMs: number;
  count: number;
}

/** The marks of a lane as they are drawn at one zoom, in order of time. */
export interface MarkLevel {
  clusters: MarkCluster[];
  /** The latest end among this cluster and all before it: it grows, so the first one in view is found by halving. */
  reachMs: Float64Array;
}

/** A lane's marks and what was prepared of them, a level each doubling of the zoom. */
export interface MarkLevels {
  /** What is still open: drawn one by one, up to now. */
  open: Mark[];
  closed: Mark[];
  levels: Map<number, MarkLevel>;
}

/** Makes room for the levels of a lane; they are worked out when a zoom first needs them. `marks` are in order of time. */
export function toMarkLevels(marks: readonly Mark[]): MarkLevels {
  return {
    open: marks.filter((mark) => mark.endMs === null),
    closed: marks.filter((mark) => mark.endMs !== null),
    levels: new Map(),
  };
}

/** Marks whose places differ by less are drawn as one: a person could not tell them apart. Pixels. */
const APART_PX = 3;

/**
 * The level for a zoom. Its grain (the stretch of time that is drawn as one) is a power of two and at most 3 pixels wide, so
 * that clusters stay as they are while one zooms or scrolls a little. At most one cluster of a kind a grain comes back.
 */
export function levelAt(levels: MarkLevels, msPerPx: number): MarkLevel {
  const step = Math.floor(Math.log2(Math.max(0.01, msPerPx * APART_PX)));
  const known = levels.levels.get(step);
  if (known) return known;
  const made = toLevel(levels.closed, 2 ** step);
  levels.levels.set(step, made);
  return made;
}

/**
 * Merges marks of one kind that fall into one grain: bars only when they are shorter than it. An error is never merged with
 * what went well, and an interrupted turn with nothing.
 */
function toLevel(marks: readonly Mark[], grainMs: number): MarkLevel {
  const clusters: MarkCluster[] = [];
  const lastOfKind: (MarkCluster | undefined)[] = [];
  for (const mark of marks) {
    const endMs = mark.endMs ?? mark.startMs;
    const kind = kindOf(mark);
    const last = lastOfKind[kind];
    if (last && canMerge(last, mark, grainMs)) {
      last.count += 1;
      last.endMs = Math.max(last.endMs, endMs);
      continue;
    }
    const one = { mark, startMs: mark.startMs, endMs, count: 1 };
    clusters.push(one);
    lastOfKind[kind] = one;
  }
  const reachMs = new Float64Array(clusters.length);
  let reached = Number.NEGATIVE_INFINITY;
  for (const [index, cluster] of clusters.entries()) {
    reached = Math.max(reached, cluster.endMs);
    reachMs[index] = reached;
  }
  return { clusters, reachMs };
}

const SHAPES: readonly Mark["shape"][] = ["bar", "gap", "dot", "triangle"];

/** A small number for each kind. */
function kindOf(mark: Mark): number {
  return SHAPES.indexOf(mark.shape) * 4 + (mark.isError ? 2 : 0) + (mark.tone === "warn" ? 1 : 0);
}

function canMerge(last: MarkCluster, mark: Mark, grainMs: number): boolean {
  if (mark.note !== null || last.mark.note !== null) return false;
  if (mark.shape === "dot" || mark.shape === "triangle") return mark.startMs - last.startMs < grainMs;
  if ((mark.endMs ?? mark.startMs) - mark.startMs > grainMs) return false;
  const isNarrow = last.count > 1 || last.endMs - last.startMs <= grainMs;
  return isNarrow && last.mark.tone === mark.tone && mark.startMs < Math.max(last.endMs, last.startMs + grainMs);
}

/** Index of the first cluster that may reach into view: the first whose reach is not before `fromMs`. */
export function firstInView({ reachMs }: MarkLevel, fromMs: number): number {
  let low = 0;
  let high = reachMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((reachMs[middle] ?? 0) < fromMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
