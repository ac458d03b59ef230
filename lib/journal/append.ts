import { pool } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { NewJournalEntry } from "@/lib/model/journal";
import type { ProjectScope } from "@/lib/model/scope";
import { APPEND, appendValues, type QueuedEntry } from "./append-statement";
import { notifyTouched } from "./notifications";

/** Bytes that may wait for their transaction; a slow database must not fill the memory of the process. */
const QUEUE_BYTES_MAX = 64 * 1024 * 1024;
/** Bytes of one transaction, so that nobody waits for a neighbour's flood. */
const FLUSH_BYTES_MAX = 4 * 1024 * 1024;
/** Bytes gathered behind a flush in flight from which a second connection is worth its transaction. */
const SECOND_FLUSH_BYTES_MIN = 256 * 1024;
const FLUSHES_IN_FLIGHT_MAX = 2;
const RETRY_AFTER_MS = 2_000;

interface Waiting {
  entries: QueuedEntry[];
  bytes: number;
  resolve: () => void;
  reject: (error: unknown) => void;
}

const waiting: Waiting[] = [];
let waitingBytes = 0;
let flushesInFlight = 0;
let scheduled = false;

/**
 * Adds the parts of one request to the journal and returns when they are on disk. Requests that arrive together share
 * one transaction (DESIGN §2): a flush starts at once when none is in flight, and while one is, the next one gathers.
 * Errors: `unavailable` (with a time to come again) when the database does not take them or too many bytes wait;
 * `invalid` when the database refuses the values. In both cases nothing of the request is stored.
 */
export function appendEntries(scope: ProjectScope, entries: NewJournalEntry[]): Promise<void> {
  if (entries.length === 0) return Promise.resolve();
  const bytes = entries.reduce((sum, entry) => sum + entry.body.length, 0);
  if (waitingBytes > 0 && waitingBytes + bytes > QUEUE_BYTES_MAX) {
    const words = "The database is slower than what is sent; this request was not stored. Send it again.";
    return Promise.reject(new AppError("unavailable", words, { retryAfterMs: RETRY_AFTER_MS }));
  }
  return new Promise((resolve, reject) => {
    const queued = entries.map((entry) => ({ projectId: scope.projectId, entry }));
    waiting.push({ entries: queued, bytes, resolve, reject });
    waitingBytes += bytes;
    schedule();
  });
}

/** setImmediate, so that all requests that one turn of the event loop has read go into the same transaction. */
function schedule(): void {
  const isFree = flushesInFlight === 0;
  const isWorthSecond = flushesInFlight < FLUSHES_IN_FLIGHT_MAX && waitingBytes >= SECOND_FLUSH_BYTES_MIN;
  if (scheduled || waiting.length === 0 || !(isFree || isWorthSecond)) return;
  scheduled = true;
  setImmediate(() => {
    scheduled = false;
    void flush();
  });
}

async function flush(): Promise<void> {
  const batch = takeBatch();
  if (batch.length === 0) return;
  flushesInFlight += 1;
  schedule();
  try {
    await write(batch);
  } finally {
    flushesInFlight -= 1;
    schedule();
  }
}

function takeBatch(): Waiting[] {
  let bytes = 0;
  let count = 0;
  for (const request of waiting) {
    if (count > 0 && bytes + request.bytes > FLUSH_BYTES_MAX) break;
    bytes += request.bytes;
    count += 1;
  }
  waitingBytes -= bytes;
  return waiting.splice(0, count);
}

async function write(batch: Waiting[]): Promise<void> {
  const entries = batch.flatMap((request) => request.entries);
  try {
    await pool().query({ name: APPEND.name, text: APPEND.text, values: appendValues(entries) });
  } catch (cause) {
    // One request's values must not lose its neighbours': those that share a transaction with a bad one go alone.
    if (isRefusedValue(cause) && batch.length > 1) await Promise.all(batch.map((request) => write([request])));
    else for (const request of batch) request.reject(toAppError(cause));
    return;
  }
  for (const request of batch) request.resolve();
  notifyTouched(entries.map(({ projectId, entry }) => `${projectId}/${entry.sessionId}`));
}

/** SQLSTATE class 22: a value that its column cannot hold, for instance a zero byte in a text. */
function isRefusedValue(cause: unknown): boolean {
  return sqlState(cause).startsWith("22");
}

function toAppError(cause: unknown): unknown {
  if (isRefusedValue(cause)) return new AppError("invalid", "The database refuses a value of this request.", { cause });
  // Class 42 is a statement that does not fit the schema: our bug, or a missing migration.
  if (sqlState(cause).startsWith("42")) return cause;
  const words = "The database did not take this request; nothing of it is stored. Send it again.";
  return new AppError("unavailable", words, { cause, retryAfterMs: RETRY_AFTER_MS });
}

function sqlState(cause: unknown): string {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
}
