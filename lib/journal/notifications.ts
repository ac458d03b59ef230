import type { Client } from "pg";
import { connectListener, pool } from "@/lib/db";

const CHANNEL = "earshot_journal";
/** PostgreSQL takes less than 8,000 bytes a payload; a longer list becomes "*": everybody looks. */
const PAYLOAD_BYTES_MAX = 7_000;
/** At most one NOTIFY in this time: each is a transaction, and nobody sees 25 ms. */
const NOTIFY_EVERY_MS = 25;
const RECONNECT_MS = 1_000;

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

type Wake = () => void;
const listeners = new Map<string, Set<Wake>>();
let listening: Promise<Client> | null = null;

/** Calls `wake` whenever one of the sessions was touched by any process, until the returned function is called. */
export function onTouched(keys: string[], wake: Wake): () => void {
  for (const key of keys) {
    const wakes = listeners.get(key) ?? new Set();
    listeners.set(key, wakes.add(wake));
  }
  listen();
  return () => {
    for (const key of keys) {
      const wakes = listeners.get(key);
      wakes?.delete(wake);
      if (wakes?.size === 0) listeners.delete(key);
    }
    if (listeners.size === 0) stopListening();
  };
}

/** One connection listens for all followers of this process, as long as there are any. */
function listen(): void {
  if (listening) return;
  const opening = openListener();
  listening = opening;
  // The followers' own poll goes on without; the next follower tries again.
  opening.catch(() => forget(opening));
}

async function openListener(): Promise<Client> {
  const client = await connectListener();
  client.on("notification", (message) => dispatch(message.payload ?? "*"));
  client.on("error", () => {
    listening = null;
    if (listeners.size > 0) setTimeout(listen, RECONNECT_MS).unref();
  });
  await client.query(`listen ${CHANNEL}`);
  return client;
}

function forget(opening: Promise<Client>): void {
  if (listening === opening) listening = null;
}

function stopListening(): void {
  const open = listening;
  listening = null;
  open?.then((client) => client.end()).catch(() => undefined);
}

function dispatch(payload: string): void {
  const keys = payload === "*" ? [...listeners.keys()] : payload.split("\n");
  for (const key of keys) for (const wake of listeners.get(key) ?? []) wake();
}
