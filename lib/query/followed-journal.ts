import { followSessions } from "@/lib/journal/follow";
import type { JournalEntry } from "@/lib/model/journal";
import type { ProjectScope } from "@/lib/model/scope";
import { isLiveKit } from "@/lib/normalise/status";
import { newestOf } from "./journal-cursor";
import { sessionKeys } from "./session-place";
import { readBounds, type SessionJournal } from "./session-records";

/** A session's journal that grows: all entries so far, and a way to wait for more. */
export class FollowedJournal {
  readonly #scope: ProjectScope;
  readonly #first: SessionJournal;
  readonly #bySeq: Map<bigint, JournalEntry>;
  readonly #outer: AbortSignal;
  #bytes: number;
  #keys: string[];
  #source: AsyncIterator<JournalEntry[]>;
  #abort: AbortController;
  #next: Promise<IteratorResult<JournalEntry[]>> | null = null;

  constructor(scope: ProjectScope, journal: SessionJournal, signal: AbortSignal) {
    this.#scope = scope;
    this.#first = journal;
    this.#bySeq = new Map(journal.entries.map((entry) => [entry.seq, entry]));
    this.#bytes = journal.entries.reduce((sum, { body }) => sum + body.length, 0);
    this.#outer = signal;
    this.#keys = journal.keys;
    [this.#source, this.#abort] = this.#open();
  }

  /** The journal with all entries so far. */
  get journal(): SessionJournal {
    return { ...this.#first, keys: this.#keys, entries: [...this.#bySeq.values()] };
  }

  /** A session whose first entries did not name the room: from now on the room's entries are read too. */
  knowRoom(roomId: string | null): void {
    const keys = sessionKeys(this.#first.sessionId, roomId);
    if (keys.length <= this.#keys.length) return;
    this.stop();
    this.#keys = keys;
    this.#next = null;
    [this.#source, this.#abort] = this.#open(null);
  }

  /** Waits for entries that were not there; false when none came in time. */
  async news(timeoutMs: number): Promise<boolean> {
    const deadlineMs = performance.now() + timeoutMs;
    for (let leftMs = timeoutMs; leftMs > 0 && !this.#outer.aborted; leftMs = deadlineMs - performance.now()) {
      const batch = await this.#batch(leftMs);
      if (batch && this.#take(batch)) return true;
    }
    return false;
  }

  /** Takes what comes in the given time, so that a burst is one step. */
  async gather(durationMs: number): Promise<void> {
    const deadlineMs = performance.now() + durationMs;
    for (let leftMs = durationMs; leftMs > 0 && !this.#outer.aborted; leftMs = deadlineMs - performance.now()) {
      const batch = await this.#batch(leftMs);
      if (batch) this.#take(batch);
    }
  }

  stop(): void {
    this.#abort.abort();
    void this.#source.return?.();
  }

  #open(
    from: JournalEntry | null = newestOf([...this.#bySeq.values()]),
  ): [AsyncIterator<JournalEntry[]>, AbortController] {
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, this.#outer]);
    const followed = { sessionIds: this.#keys, mayJoin: !isLiveKit(this.#first.sessionId) };
    return [followSessions(this.#scope, followed, from, signal)[Symbol.asyncIterator](), abort];
  }

  /** Beyond what is read of a session at once nothing is kept: the step says that there is more. */
  #take(batch: JournalEntry[]): boolean {
    const before = this.#bySeq.size;
    for (const entry of batch) {
      if (this.#bySeq.has(entry.seq) || this.#bytes > readBounds().bytes) continue;
      this.#bySeq.set(entry.seq, entry);
      this.#bytes += entry.body.length;
    }
    return this.#bySeq.size > before;
  }

  /** The follower's next batch, or null after the time; a batch that comes later is not lost. */
  async #batch(timeoutMs: number): Promise<JournalEntry[] | null> {
    this.#next ??= this.#source.next();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), timeoutMs);
    });
    const result = await Promise.race([this.#next, late]).finally(() => clearTimeout(timer));
    if (!result) return null;
    this.#next = null;
    return result.done ? null : result.value;
  }
}
