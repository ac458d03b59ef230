import { pool } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { ProjectScope } from "@/lib/model/scope";
import type { LineBatch, SavedLines } from "./line-changes";
import { flushLines } from "./line-flush";

export type { SavedLines };

/** Bytes of rows that may wait for their transaction; a slow database must not fill the memory of the process. */
const QUEUE_BYTES_MAX = 64 * 1024 * 1024;
/** Lines of one transaction: some 100 ms, so that nobody waits long for the project's lock. */
const FLUSH_LINES_MAX = 5_000;
const RETRY_AFTER_MS = 2_000;

interface Waiting {
  batch: LineBatch;
  bytes: number;
  resolve: (saved: SavedLines) => void;
  reject: (error: unknown) => void;
}

/** What waits, by project: two of a project would only wait for each other's lock. */
const queues = new Map<string, Waiting[]>();
let waitingBytes = 0;

/**
 * Stores the lines of one request and returns when they are on disk, with what became of them: new, stored before, or over a limit.
 * Requests of a project that arrive together share one transaction.
 * Errors: `unavailable` (with a time to come again) when the database does not take them or too many wait; `invalid` when the
 * database refuses the values. In both cases nothing of the request is stored.
 */
export function saveLines(scope: ProjectScope, batch: LineBatch): Promise<SavedLines> {
  if (waitingBytes > 0 && waitingBytes + batch.pack.sizeBytes > QUEUE_BYTES_MAX) {
    const words = "The database is slower than what is sent; these lines were not stored. Send them again.";
    return Promise.reject(new AppError("unavailable", words, { retryAfterMs: RETRY_AFTER_MS }));
  }
  const bytes = batch.pack.sizeBytes;
  waitingBytes += bytes;
  return new Promise((resolve, reject) => {
    const waiting = { batch, bytes, resolve, reject };
    const queue = queues.get(scope.projectId);
    if (queue) queue.push(waiting);
    else {
      queues.set(scope.projectId, [waiting]);
      // So that all requests that one turn of the event loop has read go into the same transaction.
      setImmediate(() => void drain(scope.projectId));
    }
  });
}

/** One flush after the other, until nothing waits. */
async function drain(projectId: string): Promise<void> {
  for (;;) {
    const queue = queues.get(projectId);
    if (!queue || queue.length === 0) {
      queues.delete(projectId);
      return;
    }
    await write(projectId, take(queue));
  }
}

function take(queue: Waiting[]): Waiting[] {
  let lines = 0;
  let count = 0;
  for (const { batch } of queue) {
    if (count > 0 && lines + batch.pack.lines.length > FLUSH_LINES_MAX) break;
    lines += batch.pack.lines.length;
    count += 1;
  }
  return queue.splice(0, count);
}

async function write(projectId: string, requests: Waiting[], mayTryAgain = true): Promise<void> {
  try {
    const saved = await flushLines(
      projectId,
      requests.map(({ batch }) => batch),
    );
    notifyLines(projectId);
    requests.forEach(({ bytes, resolve }, index) => {
      waitingBytes -= bytes;
      resolve(saved[index] as SavedLines);
    });
  } catch (cause) {
    const state = sqlState(cause);
    // One request's values must not lose its neighbours': those that share a transaction with a bad one go alone.
    if (state.startsWith("22") && requests.length > 1) {
      for (const request of requests) await write(projectId, [request]);
    } else if (state === DEADLOCK && mayTryAgain) await write(projectId, requests, false);
    else {
      for (const { bytes, reject } of requests) {
        waitingBytes -= bytes;
        reject(toAppError(cause, state));
      }
    }
  }
}

/** Retention, or a deletion, met the same rows in another order. Source: PostgreSQL 18, appendix A. */
const DEADLOCK = "40P01";

function toAppError(cause: unknown, state: string): unknown {
  if (state.startsWith("22")) {
    return new AppError("invalid", "The database refuses a value of these lines.", { cause });
  }
  // Class 42 is a statement that does not fit the schema: our bug, or a missing migration.
  if (state.startsWith("42") || !(cause instanceof Error)) return cause;
  const words = "The database did not take these lines; nothing of them is stored. Send them again.";
  return new AppError("unavailable", words, { cause, retryAfterMs: RETRY_AFTER_MS });
}

function sqlState(cause: unknown): string {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
}

const CHANNEL = "earshot_lines";
/** At most one NOTIFY in this time: each is a transaction, and nobody sees 25 ms. */
const NOTIFY_EVERY_MS = 25;
/** PostgreSQL takes less than 8,000 bytes a payload; a longer list becomes "*": everybody looks. */
const PAYLOAD_BYTES_MAX = 7_000;

const touched = new Set<string>();

/** Tells all processes which projects have new lines. Fire and forget: whoever misses it looks again within a second by himself. */
function notifyLines(projectId: string): void {
  if (touched.size === 0) setTimeout(sendNotification, NOTIFY_EVERY_MS).unref();
  touched.add(projectId);
}

function sendNotification(): void {
  const ids = [...touched].join("\n");
  touched.clear();
  const payload = Buffer.byteLength(ids) > PAYLOAD_BYTES_MAX ? "*" : ids;
  pool()
    .query({ name: "notify-lines", text: "select pg_notify($1, $2)", values: [CHANNEL, payload] })
    .catch(() => undefined);
}
