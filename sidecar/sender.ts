import type { WorkerRecord } from "@/lib/wire/lines/batch";
import { backOffMs, type Failure, failureOf } from "./back-off";
import { Poster, type Target } from "./post";
import type { Batch, RecordLog } from "./record-log";
import type { Identity } from "./worker-run";

/** A worker whose records wait. */
export interface Source {
  identity: Identity;
  log: RecordLog;
  /** Says that lines could not be sent at all. */
  onTooLarge(batch: Batch): void;
}

export interface SenderSettings {
  target: Target;
  /** The next run of former processes that left something; null: there is none. */
  nextOldRun(): Promise<(Source & { onSent(): void }) | null>;
  onTrouble(words: string): void;
}

/** Runs collect their records for a quarter of a second; requests have at least so much between them, unless there is much. */
const COLLECT_MS = 100;
/** So much goes at once, whatever the time, and no more in one request. */
const BATCH_BYTES_MAX = 512 * 1024;
/** So often the server hears of a worker that prints nothing. */
const SIGN_OF_LIFE_MS = 15_000;
/** How long a trouble that is over is told. */
const TROUBLE_MS = 600_000;
const FLUSH_RETRY_MS = 250;

/** Sends what waits, one request at a time: first of the runs of this process, then what former ones left. */
export class Sender {
  readonly #settings: SenderSettings;
  readonly #poster: Poster;
  readonly #sources: { source: Source; sentAt: number }[] = [];
  #batchBytesMax = BATCH_BYTES_MAX;
  #failures = 0;
  #trouble: { words: string; at: number } | null = null;
  #wake: () => void = () => undefined;
  #isAwake = false;
  #stopAt: number | null = null;
  #oldRun: (Source & { onSent(): void }) | null = null;
  #hasOldRuns = true;
  #lastSentAt = 0;

  constructor(settings: SenderSettings) {
    this.#settings = settings;
    this.#poster = new Poster(settings.target);
  }

  add(source: Source): void {
    this.#sources.push({ source, sentAt: 0 });
  }

  /** There is something to send. */
  wake(): void {
    if (this.#isAwake) return;
    this.#isAwake = true;
    this.#wake();
  }

  /** Told to the server with the next batch. */
  tell(words: string): void {
    this.#trouble = { words, at: Date.now() };
    this.#settings.onTrouble(words);
  }

  /** Runs until it is stopped and either everything is sent or the time is over. */
  async run(): Promise<void> {
    while (true) {
      await this.#collect();
      const isDone = await this.#sendAll();
      if (this.#stopAt !== null && (isDone || Date.now() >= this.#stopAt)) break;
    }
    this.#poster.close();
  }

  /** Lets `run` end: within so many milliseconds, earlier when nothing is left. */
  stop(withinMs: number): void {
    this.#stopAt = Date.now() + withinMs;
    this.#wake();
  }

  async #collect(): Promise<void> {
    if (!this.#isAwake && this.#stopAt === null) await this.#sleep(SIGN_OF_LIFE_MS);
    // What is large enough goes at once.
    const isMuch = () => this.#sources.some(({ source }) => source.log.waitingBytes >= this.#batchBytesMax);
    if (this.#isAwake && !isMuch()) await this.#sleep(COLLECT_MS - (Date.now() - this.#lastSentAt));
    this.#isAwake = false;
  }

  /** Until it is stopped, or woken where it was not awake. */
  #sleep(ms: number): Promise<void> {
    if (this.#stopAt !== null || ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** True when all is sent. */
  async #sendAll(): Promise<boolean> {
    for (const each of this.#sources) {
      if (!(await this.#sendOf(each))) return false;
      if (each.source.log.waitingBytes > 0) this.#isAwake = true;
    }
    if (this.#stopAt === null) await this.#sendOld();
    return this.#stopAt === null || this.#sources.every(({ source }) => source.log.read(1) === null);
  }

  /** False when a try failed and there was no time for another. */
  async #sendOf(each: { source: Source; sentAt: number }): Promise<boolean> {
    const { log } = each.source;
    let batch = log.read(this.#batchBytesMax);
    const isSilent = Date.now() - each.sentAt >= SIGN_OF_LIFE_MS;
    if (!batch && !isSilent) return true;
    each.sentAt = Date.now();
    if (!batch) return this.#try(each.source, null);
    while (batch) {
      const isSent = await this.#try(each.source, batch);
      if (!isSent && this.#isOutOfTime()) return false;
      // New lines are collected again, unless they are many.
      if (isSent && this.#stopAt === null && log.waitingBytes < this.#batchBytesMax) return true;
      batch = log.read(this.#batchBytesMax);
    }
    return true;
  }

  /** One batch of what former processes left: what is printed now goes first. */
  async #sendOld(): Promise<void> {
    if (!this.#oldRun && this.#hasOldRuns) {
      this.#oldRun = await this.#settings.nextOldRun();
      this.#hasOldRuns = this.#oldRun !== null;
    }
    if (!this.#oldRun) return;
    this.#isAwake = true;
    const batch = this.#oldRun.log.read(this.#batchBytesMax);
    if (batch) await this.#try(this.#oldRun, batch);
    else {
      this.#oldRun.onSent();
      this.#oldRun = null;
    }
  }

  /** One request, and after a failure the wait; true when the server has the batch. */
  async #try(source: Source, batch: Batch | null): Promise<boolean> {
    const failure = await this.#request(source, batch);
    if (!failure) return true;
    this.#failures++;
    if (this.#stopAt === null) await this.#pause(backOffMs(this.#failures, failure, Math.random()));
    else if (failure.kind === "refused") this.#stopAt = 0;
    else await new Promise((resolve) => setTimeout(resolve, FLUSH_RETRY_MS));
    return false;
  }

  async #request(source: Source, batch: Batch | null): Promise<Failure | null> {
    const now = Date.now();
    this.#lastSentAt = now;
    try {
      const head = Buffer.from(`${JSON.stringify(this.#workerRecord(source.identity, now))}\n`);
      const { status, retryAfter, text } = await this.#poster.post(Buffer.concat([head, ...(batch?.json ?? [])]));
      if (status >= 200 && status < 300) {
        this.#failures = 0;
        if (batch) source.log.acknowledge(batch);
        return null;
      }
      if (status === 413 && batch && this.#makeSmaller(source, batch)) return null;
      this.tell(`The server answered ${status} at ${new Date(now).toISOString()}: ${text.slice(0, 300)}`);
      return failureOf(status, retryAfter, now);
    } catch (error) {
      this.tell(`The server could not be reached at ${new Date(now).toISOString()}: ${(error as Error).message}`);
      return { kind: "later", retryAfterMs: null };
    }
  }

  /** False when it is as small as can be and was told so. */
  #makeSmaller(source: Source, batch: Batch): boolean {
    this.#batchBytesMax = Math.max(1, Math.floor(this.#batchBytesMax / 2));
    if (batch.recordCount > 1) return true;
    source.log.acknowledge(batch);
    source.onTooLarge(batch);
    this.#batchBytesMax = BATCH_BYTES_MAX;
    return true;
  }

  #workerRecord(identity: Identity, now: number): WorkerRecord {
    const isRecent = this.#trouble !== null && now - this.#trouble.at < TROUBLE_MS;
    const trouble = isRecent && this.#trouble ? { lastError: this.#trouble.words } : {};
    return { type: "worker", ...identity, sentAt: now, ...trouble };
  }

  #isOutOfTime(): boolean {
    return this.#stopAt !== null && Date.now() >= this.#stopAt;
  }

  /** Not cut short by new lines, only by the end. */
  async #pause(ms: number): Promise<void> {
    const until = Date.now() + ms;
    while (this.#stopAt === null && Date.now() < until) await this.#sleep(until - Date.now());
  }
}
