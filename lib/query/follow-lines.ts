import { AppError } from "@/lib/errors";
import { matches } from "@/lib/filter/evaluate";
import type { FilterTree } from "@/lib/filter/tree";
import type { Line } from "@/lib/model/lines";
import type { ProjectScope } from "@/lib/model/scope";
import { FedLine } from "./line-feed";
import { readLinesAfter, skipAhead } from "./line-reads";
import { LineAllowance } from "./line-sample";
import { newestLines } from "./line-search";
import { LineSeat } from "./line-seat";

/** What a follower asks for. */
export interface LinesAsked {
  /** Null: every line. */
  tree: FilterTree | null;
  /** Of an earlier step: goes on behind it. Null: begins with the newest lines and what comes from now on. */
  cursor: string | null;
  /** How many of the newest lines that match come first when there is no cursor. */
  snapshot: number;
}

/** What is new. `lines` in the order in which they were stored; `leftOut`: so many more came than can be followed. */
export interface LinesStep {
  lines: Line[];
  leftOut: number;
  cursor: string;
}

/** One read of what a reader missed. */
const CATCH_UP_LINES_MAX = 2_000;
/** Who is further behind does not get all of it: searching is the way to read hours. */
const BEHIND_LINES_MAX = 100_000;
/** A reader whose filter fits nothing gets a new cursor this often, so that a reconnect is short. */
const SILENT_MS_MAX = 5_000;
const ID_MAX = 2n ** 63n - 1n;

/**
 * Follows what a project's agents print: first a step with the newest matching lines, then all that becomes visible, in steps.
 * A project's ids become visible in their order, so the cursor is the last id, and a reconnect has neither a gap nor doubles.
 * Ends by `signal`. Errors: `invalid` cursor; and what the database says: who connects again goes on where it was.
 */
export async function* followLines(
  scope: ProjectScope,
  asked: LinesAsked,
  signal: AbortSignal,
): AsyncGenerator<LinesStep> {
  const cursor = asked.cursor === null ? null : parseCursor(asked.cursor);
  const seat = await LineSeat.take(scope, signal);
  try {
    const follower = new LineFollower(scope, asked, seat);
    yield await follower.begin(cursor);
    while (!signal.aborted) {
      const step = await follower.step();
      if (step) yield step;
      else await seat.news(SILENT_MS_MAX);
    }
  } finally {
    seat.leave();
  }
}

function parseCursor(text: string): bigint {
  const id = /^\d{1,19}$/.test(text) ? BigInt(text) : null;
  if (id === null || id > ID_MAX) throw new AppError("invalid", "cursor: not one of this stream's; begin without.");
  return id;
}

class LineFollower {
  readonly #scope: ProjectScope;
  readonly #asked: LinesAsked;
  readonly #seat: LineSeat;
  readonly #allowance = new LineAllowance(performance.now());
  #at = 0n;
  #toldMs = performance.now();
  #isTold = true;

  constructor(scope: ProjectScope, asked: LinesAsked, seat: LineSeat) {
    this.#scope = scope;
    this.#asked = asked;
    this.#seat = seat;
  }

  async begin(cursor: bigint | null): Promise<LinesStep> {
    const { from } = this.#seat;
    this.#at = cursor === null || cursor > from ? from : cursor;
    if (cursor !== null || this.#asked.snapshot === 0) return this.#told([], 0);
    const newest = await newestLines(this.#scope, { tree: this.#asked.tree, limit: this.#asked.snapshot });
    // What was stored meanwhile comes by the feed.
    return this.#told(
      newest.filter(({ id }) => BigInt(id) <= from),
      0,
    );
  }

  /** What is there now; null when nothing is, or nothing that the reader wants. */
  async step(): Promise<LinesStep | null> {
    if (this.#at < this.#seat.from) return this.#catchUp();
    const batch = this.#seat.next();
    if (batch) {
      this.#move(batch.upTo);
      const wanted = batch.lines.filter((line) => this.#isWanted(line));
      const { kept, leftOut } = this.#allowance.take(wanted, performance.now());
      return this.#news(kept, leftOut + batch.leftOut);
    }
    const isLate = !this.#isTold && performance.now() - this.#toldMs >= SILENT_MS_MAX;
    return isLate ? this.#told([], 0) : null;
  }

  /** From the store, at the reader's own pace: nothing is left out but what is too far behind. */
  async #catchUp(): Promise<LinesStep | null> {
    const upTo = this.#seat.from;
    const read = await readLinesAfter(this.#scope, this.#at, { upTo, linesMax: CATCH_UP_LINES_MAX });
    const skipped = read.isCut ? await skipAhead(this.#scope, read.upTo, BEHIND_LINES_MAX) : null;
    this.#move(skipped?.to ?? read.upTo);
    const lines = read.lines.map((stored) => new FedLine(stored));
    const step = this.#news(
      lines.filter((line) => this.#isWanted(line)),
      skipped?.leftOut ?? 0,
    );
    return step ?? this.step();
  }

  #isWanted(line: FedLine): boolean {
    return this.#asked.tree === null || matches(this.#asked.tree, line.read());
  }

  #move(to: bigint): void {
    this.#at = to;
    this.#isTold = false;
  }

  #news(lines: FedLine[], leftOut: number): LinesStep | null {
    if (lines.length === 0 && leftOut === 0) return null;
    return this.#told(
      lines.map((line) => line.read()),
      leftOut,
    );
  }

  #told(lines: Line[], leftOut: number): LinesStep {
    this.#toldMs = performance.now();
    this.#isTold = true;
    return { lines, leftOut, cursor: String(this.#at) };
  }
}
