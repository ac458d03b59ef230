import { Listener } from "@/lib/journal/listener";
import type { Line, StoredLine } from "@/lib/model/lines";
import type { ProjectScope } from "@/lib/model/scope";
import { newestLineId, readLinesAfter, skipAhead } from "./line-reads";
import { toLine } from "./line-rows";

/** Whoever stores lines tells this channel of their projects (lib/store/lines.ts). */
const CHANNEL = "earshot_lines";
/** A notification may get lost: so often the feed looks by itself. */
const LOOK_MS_MAX = 1_000;
/** At most so many looks a second: nobody sees the difference, and a burst is one look. */
const LOOK_MS_MIN = 150;
/** After a look that took long comes a pause so many times as long: one core never works for the followers alone. */
const LOOK_COST_FACTOR = 2;
const LOOK_LINES_MAX = 5_000;
/** Further behind, the feed leaves lines out and says how many: to be late by a second and more helps nobody. */
const BEHIND_LINES_MAX = 10_000;

/** A line for all followers of a project, understood once and only when one of them wants it. */
export class FedLine {
  readonly id: bigint;
  readonly sizeBytes: number;
  readonly isUrgent: boolean;
  readonly #stored: StoredLine;
  #line: Line | null = null;

  constructor(stored: StoredLine) {
    this.#stored = stored;
    this.id = stored.id;
    this.sizeBytes = stored.raw.length;
    this.isUrgent = stored.stream === "system" || stored.level === "error" || stored.level === "fatal";
  }

  read(): Line {
    this.#line ??= toLine(this.#stored);
    return this.#line;
  }
}

/** What one look found: all lines of the project past `after` up to `upTo`, but those that were left out. */
export interface FedBatch {
  after: bigint;
  upTo: bigint;
  lines: FedLine[];
  leftOut: number;
}

export interface FeedReader {
  take(batch: FedBatch): void;
  /** The feed has ended, because the database could not be read. */
  fail(error: unknown): void;
}

const listener = new Listener(CHANNEL);
const feeds = new Map<string, LineFeed>();

/**
 * Lets a reader have everything that is stored for the project from now on: one look at the database for all readers of this
 * process. Answers the id up to which lines are older than that, and the way to leave.
 */
export async function joinLineFeed(
  scope: ProjectScope,
  reader: FeedReader,
): Promise<{ from: bigint; leave: () => void }> {
  let feed = feeds.get(scope.projectId);
  if (!feed) {
    feed = new LineFeed(scope);
    feeds.set(scope.projectId, feed);
  }
  return feed.join(reader);
}

class LineFeed {
  readonly #scope: ProjectScope;
  readonly #readers = new Set<FeedReader>();
  readonly #started: Promise<void>;
  #position = 0n;
  #joining = 0;
  #wake: () => void = () => undefined;
  #hasNews = false;

  constructor(scope: ProjectScope) {
    this.#scope = scope;
    this.#started = this.#start();
    this.#started.catch(() => this.#forget());
  }

  async join(reader: FeedReader): Promise<{ from: bigint; leave: () => void }> {
    this.#joining += 1;
    try {
      await this.#started;
    } finally {
      this.#joining -= 1;
    }
    this.#readers.add(reader);
    const leave = () => {
      this.#readers.delete(reader);
      this.#wake();
    };
    return { from: this.#position, leave };
  }

  async #start(): Promise<void> {
    this.#position = await newestLineId(this.#scope);
    void this.#run();
  }

  /** Looks until nobody reads any more. */
  async #run(): Promise<void> {
    const unlisten = listener.on([this.#scope.projectId], () => {
      this.#hasNews = true;
      this.#wake();
    });
    try {
      while (this.#isNeeded()) {
        const startMs = performance.now();
        this.#hasNews = false;
        const isCut = await this.#look();
        const costMs = performance.now() - startMs;
        await this.#sleep(Math.max(LOOK_MS_MIN, costMs * LOOK_COST_FACTOR), () => !this.#isNeeded());
        if (!isCut) await this.#sleep(LOOK_MS_MAX, () => this.#hasNews || !this.#isNeeded());
      }
    } catch (error) {
      for (const reader of this.#readers) reader.fail(error);
    } finally {
      unlisten();
      this.#forget();
    }
  }

  async #look(): Promise<boolean> {
    const after = this.#position;
    const read = await readLinesAfter(this.#scope, after, { upTo: null, linesMax: LOOK_LINES_MAX });
    if (read.lines.length === 0) return false;
    const skipped = read.isCut ? await skipAhead(this.#scope, read.upTo, BEHIND_LINES_MAX) : null;
    const upTo = skipped?.to ?? read.upTo;
    const lines = read.lines.map((stored) => new FedLine(stored));
    this.#position = upTo;
    for (const reader of this.#readers) reader.take({ after, upTo, lines, leftOut: skipped?.leftOut ?? 0 });
    return read.isCut;
  }

  #isNeeded(): boolean {
    return this.#readers.size + this.#joining > 0;
  }

  /** Waits for the time to pass, or until it is woken and there is a reason to go on. */
  #sleep(durationMs: number, isReason: () => boolean): Promise<void> {
    if (isReason()) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(end, durationMs);
      this.#wake = () => {
        if (isReason()) end();
      };
    });
  }

  #forget(): void {
    if (feeds.get(this.#scope.projectId) === this) feeds.delete(this.#scope.projectId);
  }
}
