import { matches } from "@/lib/filter/evaluate";
import type { FilterTree } from "@/lib/filter/tree";
import type { Line } from "@/lib/model/lines";
import type { ProjectScope } from "@/lib/model/scope";
import type { LineKey } from "./line-keys";
import { loadLines } from "./line-loads";
import { comparePositions, ID_BEFORE, ID_BEHIND, type LineOrder, type LinePosition } from "./line-positions";
import { SegmentReader } from "./line-reader";
import { type LineSegment, listLineSegments, placeOf, type TimeSpan } from "./line-segments";
import { toLineSieve } from "./line-sieve";
import { meantWorkers } from "./line-workers";

/** Which lines, from where on. */
export interface LineWish {
  /** Null: every line. */
  tree: FilterTree | null;
  span: TimeSpan;
  order: LineOrder;
  /** Only what comes behind it in this order. */
  after: LinePosition | null;
}

/** Lines that fit, in their order. All up to `reached` is known, null at the end. A step may have found nothing. */
export interface SearchStep {
  lines: Line[];
  reached: LinePosition | null;
}

/** Lines whose texts are in memory at once. */
const LOAD_LINES = 256;
const LOAD_BYTES = 4 * 1024 * 1024;

/**
 * Looks for lines segment by segment, in the order of (time, id) over all of them: the database lets through what can fit, and
 * each of those is looked at here. Goes on as long as it is asked; memory is bounded. Segments may overlap in time in any way.
 */
export async function* searchLines(scope: ProjectScope, wish: LineWish): AsyncGenerator<SearchStep> {
  const merge = await LineMerge.open(scope, wish);
  for (;;) {
    const { keys, reached } = await merge.next();
    const lines = await loadLines(scope, keys);
    const { tree } = wish;
    yield { lines: tree === null ? lines : lines.filter((line) => matches(tree, line)), reached };
    if (reached === null) return;
  }
}

/** What was found in a bounded time. */
export interface FoundLines {
  /** In their order; `limit` of them at most. */
  lines: Line[];
  /** Where the rest begins; null: there is none. */
  rest: LinePosition | null;
  /** Looking took too long: between the last line and `rest` there is nothing, behind it nobody looked. */
  isCut: boolean;
}

/** The first lines of a search, as many as are asked for, or as are found in `msMax` (and at least one step). */
export async function findLines(
  scope: ProjectScope,
  wish: LineWish,
  { limit, msMax }: { limit: number; msMax: number },
): Promise<FoundLines> {
  const untilMs = performance.now() + msMax;
  const lines: Line[] = [];
  for await (const step of searchLines(scope, wish)) {
    lines.push(...step.lines);
    // One more than asked for tells that there is a next page.
    if (lines.length > limit) {
      const page = lines.slice(0, limit);
      const last = page.at(-1);
      return { lines: page, rest: last ? positionOf(last) : null, isCut: false };
    }
    if (step.reached === null) break;
    if (performance.now() > untilMs && isFurther(step.reached, wish)) return { lines, rest: step.reached, isCut: true };
  }
  return { lines, rest: null, isCut: false };
}

/** The newest lines that fit, the earliest of them first: up to `limit`, and as many as are found in a moment. */
export async function newestLines(
  scope: ProjectScope,
  { tree, limit }: { tree: FilterTree | null; limit: number },
): Promise<Line[]> {
  const wish: LineWish = { tree, span: { fromMs: null, toMs: null }, order: "desc", after: null };
  const { lines } = await findLines(scope, wish, { limit, msMax: NEWEST_MS_MAX });
  return lines.reverse();
}

/** Who opens a tail shall see something at once. */
const NEWEST_MS_MAX = 1_000;

/** Whoever goes on at this place does not do the same again. */
function isFurther(reached: LinePosition, { after, order }: LineWish): boolean {
  return after === null || comparePositions(reached, after, order) > 0;
}

function positionOf({ at, id }: Line): LinePosition {
  return { atMs: Date.parse(at), id: BigInt(id) };
}

interface Open {
  reader: SegmentReader;
  /** Its first line can be there, not before. */
  start: LinePosition;
}

/** Takes the lines that can fit out of all segments in one order, reading in each only as far as is needed. */
class LineMerge {
  readonly #open: Open[];
  readonly #order: LineOrder;

  private constructor(open: Open[], order: LineOrder) {
    this.#open = open;
    this.#order = order;
  }

  static async open(scope: ProjectScope, { tree, span, order, after }: LineWish): Promise<LineMerge> {
    const sieve = toLineSieve(tree, await meantWorkers(scope, tree));
    const density = { walkedCount: 0, hitCount: 0 };
    const segments = await listLineSegments(scope, narrowed(span, after, order));
    const open = segments.map((segment) => ({
      reader: new SegmentReader({ scope, ...placeOf(segment), span, order, after, sieve }, density),
      start: startOf(segment, order),
    }));
    return new LineMerge(open, order);
  }

  /** The next keys: a handful, or those of one step of reading. The rest comes behind `reached`. */
  async next(): Promise<{ keys: LineKey[]; reached: LinePosition | null }> {
    const keys: LineKey[] = [];
    let sizeBytes = 0;
    let hasRead = false;
    for (;;) {
      const first = this.#first();
      if (!first) return { keys, reached: null };
      const [key] = first.reader.keys;
      if (!key) {
        // What was read is handed on before more is read: who asked may have enough.
        if (hasRead || keys.length > 0) return { keys, reached: this.#placeOf(first) };
        await first.reader.read();
        hasRead = true;
        continue;
      }
      const last = keys.at(-1);
      if (last && (keys.length === LOAD_LINES || sizeBytes + key.sizeBytes > LOAD_BYTES))
        return { keys, reached: last };
      first.reader.keys.shift();
      keys.push(key);
      sizeBytes += key.sizeBytes;
    }
  }

  /** The segment that has the next line, or could have it. */
  #first(): Open | null {
    let first: Open | null = null;
    for (const open of this.#open) {
      if (open.reader.isDone && open.reader.keys.length === 0) continue;
      if (!first || comparePositions(this.#placeOf(open), this.#placeOf(first), this.#order) < 0) first = open;
    }
    return first;
  }

  #placeOf({ reader, start }: Open): LinePosition {
    const [key] = reader.keys;
    if (key) return key;
    const { reached } = reader;
    return reached && comparePositions(reached, start, this.#order) > 0 ? reached : start;
  }
}

function startOf({ minAtMs, maxAtMs }: LineSegment, order: LineOrder): LinePosition {
  return order === "asc" ? { atMs: minAtMs, id: ID_BEFORE } : { atMs: maxAtMs, id: ID_BEHIND };
}

/** Segments that end before the place from which it goes on hold nothing. */
function narrowed({ fromMs, toMs }: TimeSpan, after: LinePosition | null, order: LineOrder): TimeSpan {
  if (!after) return { fromMs, toMs };
  if (order === "asc") return { fromMs: Math.max(fromMs ?? after.atMs, after.atMs), toMs };
  return { fromMs, toMs: Math.min(toMs ?? after.atMs + 1, after.atMs + 1) };
}
