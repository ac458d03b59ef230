import { LINE_LEVEL, type MissingLine, type MissingNotice, type NewLine } from "@/lib/model/lines";
import type { NewWorker } from "@/lib/model/workers";
import type { LinePack, LineTold, PackedLine } from "./line-pack";
import { addToJobs, type JobChange, type StoredWorker, WorkerChange } from "./worker-changes";

/** What one request brings. */
export interface LineBatch {
  workers: NewWorker[];
  pack: LinePack;
  /** By which a request that comes again is known; null where its lines have numbers, or cannot tell. */
  digest: Buffer | null;
}

/** What became of the lines of one request. */
export interface SavedLines {
  accepted: number;
  doubled: number;
  dropped: number;
}

/** Lines of a minute and a level (0: none), and lines that are missing in it. */
export interface MinuteChange {
  minuteMs: number;
  level: number;
  lineCount: number;
  droppedCount: number;
}

/** All that a flush writes. */
export interface LineChanges {
  rows: PackedLine[];
  workers: WorkerChange[];
  jobs: JobChange[];
  minutes: MinuteChange[];
  minAtMs: number;
  maxAtMs: number;
  sizeBytes: number;
  /** One for each request. */
  saved: SavedLines[];
}

const MINUTE_MS = 60_000;
const LEVELS = 10;

/**
 * Works out what the requests of a flush change, in their order: which lines are new by their workers' sequence numbers, the
 * notices for those that are missing, and what all of them tell. Pure. `stored`: the workers' rows as they are; `repeated`: places of
 * requests that were stored before.
 */
export function toLineChanges(
  batches: readonly LineBatch[],
  stored: readonly StoredWorker[],
  repeated: ReadonlySet<number>,
): LineChanges {
  const changes = new Changes(stored);
  for (const { workers } of batches) for (const worker of workers) changes.tell(worker);
  const saved = batches.map(({ pack }, place) =>
    repeated.has(place) ? { accepted: 0, doubled: pack.lines.length, dropped: 0 } : changes.addAll(pack),
  );
  return { ...changes.result(), saved };
}

class Changes {
  readonly #rows: PackedLine[] = [];
  readonly #workers = new Map<string, WorkerChange>();
  readonly #jobs = new Map<string, JobChange>();
  readonly #minutes = new Map<number, MinuteChange>();
  readonly #stored: ReadonlyMap<string, StoredWorker>;
  #minAtMs = Number.POSITIVE_INFINITY;
  #maxAtMs = Number.NEGATIVE_INFINITY;
  #sizeBytes = 0;

  constructor(stored: readonly StoredWorker[]) {
    this.#stored = new Map(stored.map((worker) => [worker.id, worker]));
  }

  tell(told: NewWorker): void {
    const known = this.#workers.get(told.id) ?? new WorkerChange(told, this.#stored.get(told.id) ?? null);
    this.#workers.set(told.id, known);
    known.tell(told);
  }

  addAll(pack: LinePack): SavedLines {
    const saved: SavedLines = { accepted: 0, doubled: 0, dropped: 0 };
    const missing = new Map<MissingNotice, Missing>();
    for (const line of pack.lines) {
      if (line.seq !== null && !this.#worker(line.worker).seen.add(line.seq)) saved.doubled += 1;
      else if ("notice" in line) {
        this.#addMissing(line, missing);
        saved.dropped += 1;
      } else {
        this.#rows.push(line);
        this.#count(line, line.rawBytes);
        saved.accepted += 1;
      }
    }
    // Only now it is known for how many each of them stands.
    for (const [notice, found] of missing) {
      const row = pack.pack(toNotice(notice, found));
      this.#rows[found.place] = row;
      this.#count(row, row.rawBytes);
    }
    return saved;
  }

  result(): Omit<LineChanges, "saved"> {
    return {
      rows: this.#rows,
      workers: inOrder([...this.#workers.values()], ({ id }) => id),
      jobs: inOrder([...this.#jobs.values()], ({ worker, jobId }) => `${worker}/${jobId}`),
      minutes: [...this.#minutes.values()].sort((a, b) => a.minuteMs - b.minuteMs || a.level - b.level),
      minAtMs: this.#minAtMs,
      maxAtMs: this.#maxAtMs,
      sizeBytes: this.#sizeBytes,
    };
  }

  /** Its notice stands where the first of the missing lines would. */
  #addMissing({ worker, seq, notice }: MissingLine, missing: Map<MissingNotice, Missing>): void {
    const known = missing.get(notice);
    if (known) known.count += 1;
    else {
      missing.set(notice, { worker, seq, count: 1, place: this.#rows.length });
      this.#rows.push(HOLE);
    }
  }

  #count(line: LineTold, rawBytes: number): void {
    addToJobs(this.#jobs, line);
    this.#worker(line.worker).add(line);
    this.#minAtMs = Math.min(this.#minAtMs, line.atMs);
    this.#maxAtMs = Math.max(this.#maxAtMs, line.atMs);
    this.#sizeBytes += rawBytes;
    const minute = Math.floor(line.atMs / MINUTE_MS);
    const level = line.level === null ? 0 : LINE_LEVEL[line.level];
    const key = minute * LEVELS + level;
    const known = this.#minutes.get(key);
    if (known) {
      known.lineCount += 1;
      known.droppedCount += line.dropped ?? 0;
    } else {
      this.#minutes.set(key, { minuteMs: minute * MINUTE_MS, level, lineCount: 1, droppedCount: line.dropped ?? 0 });
    }
  }

  #worker(id: string): WorkerChange {
    const worker = this.#workers.get(id);
    if (!worker) throw new Error(`a line of worker ${id}, which its request does not name`);
    return worker;
  }
}

/** Lines that share a notice. */
interface Missing {
  worker: string;
  seq: number | null;
  count: number;
  /** Where its row will be. */
  place: number;
}

/** Keeps the place of a notice until it is known what it says. */
const HOLE = Object.freeze({}) as PackedLine;

function toNotice({ atMs, reason, terms }: MissingNotice, { worker, seq, count }: Missing): NewLine {
  const raw = `${count} ${count === 1 ? "line is" : "lines are"} missing here: ${reason}`;
  const nothing = { sessionId: null, fields: null, job: null, sign: null };
  return { worker, seq, atMs, stream: "system", level: "warn", raw, dropped: count, terms, ...nothing };
}

/** Rows are locked in the order of their keys, or two processes would deadlock. */
function inOrder<Item>(items: Item[], keyOf: (item: Item) => string): Item[] {
  return items.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
