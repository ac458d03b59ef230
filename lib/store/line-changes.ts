import type { LineBatch, MissingLine, MissingNotice, NewLine } from "@/lib/model/lines";
import { LINE_LEVEL } from "@/lib/model/lines";
import { addToJobs, type JobChange, type StoredWorker, WorkerChange } from "./worker-changes";

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
  rows: NewLine[];
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
 * notices for those that are missing, and what all of them tell. Pure. `stored`: the workers' rows as they are.
 */
export function toLineChanges(batches: readonly LineBatch[], stored: readonly StoredWorker[]): LineChanges {
  const changes = new Changes(stored);
  for (const { workers } of batches) for (const worker of workers) changes.tell(worker);
  const saved = batches.map(({ lines }) => changes.addAll(lines));
  return { ...changes.result(), saved };
}

class Changes {
  readonly #rows: NewLine[] = [];
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

  tell(told: LineBatch["workers"][number]): void {
    const known = this.#workers.get(told.id) ?? new WorkerChange(told, this.#stored.get(told.id) ?? null);
    this.#workers.set(told.id, known);
    known.tell(told);
  }

  addAll(lines: LineBatch["lines"]): SavedLines {
    const saved: SavedLines = { accepted: 0, doubled: 0, dropped: 0 };
    const notices = new Map<MissingNotice, NewLine>();
    for (const line of lines) {
      if (line.seq !== null && !this.#worker(line.worker).seen.add(line.seq)) saved.doubled += 1;
      else if ("notice" in line) {
        this.#addMissing(line, notices);
        saved.dropped += 1;
      } else {
        this.#add(line);
        saved.accepted += 1;
      }
    }
    // Only now it is known for how many each of them stands.
    for (const notice of notices.values()) this.#count(notice);
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

  #add(line: NewLine): void {
    this.#rows.push(line);
    addToJobs(this.#jobs, line);
    this.#count(line);
  }

  /** The notice stands where the first of the missing lines would. */
  #addMissing({ worker, seq, notice }: MissingLine, notices: Map<MissingNotice, NewLine>): void {
    const row = notices.get(notice);
    const dropped = (row?.dropped ?? 0) + 1;
    const raw = `${dropped} ${dropped === 1 ? "line is" : "lines are"} missing here: ${notice.reason}`;
    if (row) {
      row.dropped = dropped;
      row.raw = raw;
      return;
    }
    const { atMs, terms } = notice;
    const nothing = { sessionId: null, fields: null, job: null, sign: null };
    const made: NewLine = { worker, seq, atMs, stream: "system", level: "warn", raw, dropped, terms, ...nothing };
    notices.set(notice, made);
    this.#rows.push(made);
  }

  #count(line: NewLine): void {
    this.#worker(line.worker).add(line);
    this.#minAtMs = Math.min(this.#minAtMs, line.atMs);
    this.#maxAtMs = Math.max(this.#maxAtMs, line.atMs);
    this.#sizeBytes += Buffer.byteLength(line.raw);
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

/** Rows are locked in the order of their keys, or two processes would deadlock. */
function inOrder<Item>(items: Item[], keyOf: (item: Item) => string): Item[] {
  return items.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}
