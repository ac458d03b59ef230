import { pool } from "@/lib/db";
import { Listener } from "./listener";

const CHANNEL = "earshot_journal";
/** PostgreSQL takes less than 8,000 bytes a payload; a longer list becomes "*": everybody looks. */
const PAYLOAD_BYTES_MAX = 7_000;
/** At most one NOTIFY in this time: each is a transaction, and nobody sees 25 ms. */
const NOTIFY_EVERY_MS = 25;

const touched = new Set<string>();

/**
 * Tells all processes which sessions ("projectId/sessionId") have new committed entries. Fire and forget: whoever misses
 * it looks again within a second by himself.
 */
export function notifyTouched(keys: string[]): void {
  if (touched.size === 0) setTimeout(sendNotification, NOTIFY_EVERY_MS).unref();
  for (const key of keys) touched.add(key);
}

function sendNotification(): void {
  const lines = [...touched].join("\n");
  touched.clear();
  const payload = Buffer.byteLength(lines) > PAYLOAD_BYTES_MAX ? "*" : lines;
  // A lost notification costs a follower one poll; the entries themselves are committed.
  pool()
    .query({ name: "notify-journal", text: "select pg_notify($1, $2)", values: [CHANNEL, payload] })
    .catch(() => undefined);
}

const listener = new Listener(CHANNEL);

/** Calls `wake` whenever one of the sessions was touched by any process, until the returned function is called. */
export function onTouched(keys: string[], wake: () => void): () => void {
  return listener.on(keys, wake);
}
