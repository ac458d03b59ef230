import { type KeysWish, type LineKey, pickKeys, walkKeys } from "./line-keys";
import { ID_BEFORE, ID_BEHIND, type LinePosition } from "./line-positions";

/** How lines are looked for: one by one in the order of time, or by their terms. */
type Way = "walk" | "pick";

/** What readers of one search learn from one another: how many lines were looked at, and how many could fit. */
export interface Density {
  walkedCount: number;
  hitCount: number;
}

/** Times of a segment: from the first on, before the second. */
interface Stretch {
  fromMs: number;
  toMs: number;
}

const WALK_LINES = 1_000;
const WALK_LINES_MAX = 8_000;
/** A step of a walk costs about as much as an index does for hits that are this rare. */
const DENSE_ENOUGH = 1 / 100;
/** Before so many lines were looked at, nobody knows how many fit. */
const WALKED_MIN = 3_000;
/** More than this in one segment, one of fifty, means that they are not rare there: then walking is better. */
const PICK_LINES = 5_000;
/** Where they are not rare is found by looking into this many parts of the time one by one. */
const PARTS = 16;

/** Finds the lines of one segment that can fit, in their order, some at a time. */
export class SegmentReader {
  /** Found and not taken yet, in their order. */
  keys: LineKey[] = [];
  /** All up to it was looked at; null: nothing yet. */
  reached: LinePosition | null;
  isDone = false;
  readonly #wish: Omit<KeysWish, "after" | "limit" | "span">;
  readonly #density: Density;
  /** What is left to look at, in the order wanted. */
  #left: Stretch[];
  #isCut = false;
  #way: Way | null = null;
  #walkLines = WALK_LINES;

  /** `times`: those that the segment's lines have. */
  constructor(wish: Omit<KeysWish, "limit"> & { times: Stretch }, density: Density) {
    const { after, span, times, ...rest } = wish;
    this.#wish = rest;
    this.#density = density;
    this.reached = after;
    this.#left = [
      {
        fromMs: Math.max(times.fromMs, span.fromMs ?? times.fromMs),
        toMs: Math.min(times.toMs, span.toMs ?? times.toMs),
      },
    ];
  }

  /** Looks a step further. */
  async read(): Promise<void> {
    const [stretch] = this.#left;
    if (!stretch) {
      this.isDone = true;
      return;
    }
    this.#way ??= this.#isRare() ? "pick" : "walk";
    if (this.#way === "pick") await this.#pick(stretch);
    else await this.#walk(stretch);
  }

  async #walk(stretch: Stretch): Promise<void> {
    const wish = { ...this.#wish, span: stretch, after: this.reached, limit: this.#walkLines };
    const { keys, walkedCount, last } = await walkKeys(wish);
    this.keys = keys;
    this.reached = last ?? this.reached;
    this.#density.walkedCount += walkedCount;
    this.#density.hitCount += keys.length;
    if (walkedCount < this.#walkLines) this.#finish(stretch);
    else if (!this.#isCut && this.#isRare()) this.#way = "pick";
    this.#walkLines = Math.min(2 * this.#walkLines, WALK_LINES_MAX);
  }

  async #pick(stretch: Stretch): Promise<void> {
    const keys = await pickKeys({ ...this.#wish, span: stretch, after: this.reached, limit: PICK_LINES });
    if (keys) {
      this.keys = keys;
      this.#finish(stretch);
    } else if (this.#isCut) {
      // Small steps always end, and find the first of many soon.
      this.#way = "walk";
    } else {
      this.#isCut = true;
      this.#left = this.#cut(stretch);
    }
  }

  /** All of it was looked at. */
  #finish(stretch: Stretch): void {
    this.#left.shift();
    const isUp = this.#wish.order === "asc";
    this.reached = isUp ? { atMs: stretch.toMs - 1, id: ID_BEHIND } : { atMs: stretch.fromMs, id: ID_BEFORE };
    this.isDone = this.#left.length === 0;
    if (this.#isCut) this.#way = "pick";
  }

  /** What is left of a stretch, in parts of one length. */
  #cut({ fromMs, toMs }: Stretch): Stretch[] {
    const isUp = this.#wish.order === "asc";
    const startMs = isUp ? Math.max(fromMs, this.reached?.atMs ?? fromMs) : fromMs;
    const endMs = isUp ? toMs : Math.min(toMs, (this.reached?.atMs ?? toMs) + 1);
    const partMs = Math.max(1, Math.ceil((endMs - startMs) / PARTS));
    const parts: Stretch[] = [];
    for (let at = startMs; at < endMs; at += partMs) parts.push({ fromMs: at, toMs: Math.min(at + partMs, endMs) });
    return isUp ? parts : parts.reverse();
  }

  #isRare(): boolean {
    const { walkedCount, hitCount } = this.#density;
    if (this.#wish.sieve.query === null) return false;
    return walkedCount >= WALKED_MIN && hitCount < walkedCount * DENSE_ENOUGH;
  }
}
