import { type KeysWish, type LineKey, pickKeys, walkKeys } from "./line-keys";
import type { LinePosition } from "./line-positions";

/** How lines are looked for: one by one in the order of time, or by their terms. */
type Way = "walk" | "pick";

/** What readers of one search learn from one another: how many lines were looked at, and how many could fit. */
export interface Density {
  walkedCount: number;
  hitCount: number;
}

const WALK_LINES = 1_000;
const WALK_LINES_MAX = 8_000;
/** A step of a walk costs about as much as an index does for hits that are this rare. */
const DENSE_ENOUGH = 1 / 100;
/** Before so many lines were looked at, nobody knows how many fit. */
const WALKED_MIN = 3_000;
/** More than this in one segment, one of fifty, means that they are not rare there: then walking is better. */
const PICK_LINES = 5_000;

/** Finds the lines of one segment that can fit, in their order, some at a time. */
export class SegmentReader {
  /** Found and not taken yet, in their order. */
  keys: LineKey[] = [];
  /** All before it was looked at; null: nothing yet. */
  reached: LinePosition | null;
  isDone = false;
  readonly #wish: Omit<KeysWish, "after" | "limit">;
  readonly #density: Density;
  #way: Way | null = null;
  #isDense = false;
  #walkLines = WALK_LINES;

  constructor(wish: Omit<KeysWish, "limit">, density: Density) {
    const { after, ...rest } = wish;
    this.#wish = rest;
    this.#density = density;
    this.reached = after;
  }

  /** Looks a step further. */
  async read(): Promise<void> {
    this.#way ??= this.#isRare() ? "pick" : "walk";
    if (this.#way === "pick") await this.#pick();
    else await this.#walk();
  }

  async #walk(): Promise<void> {
    const { keys, walkedCount, last } = await walkKeys({ ...this.#wish, after: this.reached, limit: this.#walkLines });
    this.keys = keys;
    this.reached = last ?? this.reached;
    this.isDone = walkedCount < this.#walkLines;
    this.#density.walkedCount += walkedCount;
    this.#density.hitCount += keys.length;
    this.#walkLines = Math.min(2 * this.#walkLines, WALK_LINES_MAX);
    if (this.#isRare()) this.#way = "pick";
  }

  async #pick(): Promise<void> {
    const keys = await pickKeys({ ...this.#wish, after: this.reached, limit: PICK_LINES });
    if (keys === null) {
      // Small steps always end, and find the first of many soon.
      this.#isDense = true;
      this.#way = "walk";
      return;
    }
    this.keys = keys;
    this.reached = keys.at(-1) ?? this.reached;
    this.isDone = true;
  }

  #isRare(): boolean {
    const { walkedCount, hitCount } = this.#density;
    if (this.#isDense || this.#wish.sieve.query === null) return false;
    return walkedCount >= WALKED_MIN && hitCount < walkedCount * DENSE_ENOUGH;
  }
}
