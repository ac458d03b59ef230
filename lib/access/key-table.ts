import { createHash } from "node:crypto";
import { AppError } from "@/lib/errors";
import type { KeyScope, ProjectScope, RecordingPolicy } from "@/lib/model/scope";
import { loadKey, type StoredKey } from "@/lib/query/keys";
import { saveKeyUse } from "@/lib/store/keys";
import { proveScope } from "./scopes";
import { decryptSecret } from "./secrets";

/** How old our knowledge of a key may be: a revoked key and a flipped switch work everywhere within this time. */
const KNOWN_MS = 5_000;
/** From this age on a key that is in use is looked up again beside the requests. */
const RENEW_MS = 2_500;
/** When a key was used is written at most so often. */
const USE_NOTED_MS = 60_000;
/** Key ids come from unchecked tokens, so what is remembered of them is bounded. */
const KEYS_MAX = 1_000;

/** A key pair, ready to check signatures with. */
export interface KnownKey {
  keyId: string;
  secret: string;
  secretHash: Buffer;
  scopes: ReadonlySet<KeyScope>;
  scope: ProjectScope;
  policy: RecordingPolicy;
  lineDays: number;
  /** Of the row it was made from. */
  fingerprint: string;
  /** Requests that it may still make at once, and when that was reckoned, Unix ms. */
  allowance: { requests: number; atMs: number };
  /** When its use was last written down, Unix ms. */
  useNotedAtMs: number;
}

interface Known {
  key: Promise<KnownKey | null>;
  /** The key once it is there. */
  found: KnownKey | null;
  loadedAtMs: number;
  isRenewing: boolean;
}

const known = new Map<string, Known>();

/**
 * The key pair of that id as the database has or had it at most five seconds ago; null when there is none. Requests that
 * ask together share one look-up. Errors: `unavailable` when the database cannot be asked.
 */
export function findKey(keyId: string, nowMs: number): Promise<KnownKey | null> {
  const entry = known.get(keyId);
  if (entry && nowMs - entry.loadedAtMs < KNOWN_MS) return entry.key;
  return start(keyId, nowMs, entry?.found ?? null).key;
}

/**
 * Whether the key is still as the database had it at most five seconds ago. Asks again in good time, so that nobody waits
 * for the answer as long as requests come.
 */
export function isCurrent(key: KnownKey, nowMs: number): boolean {
  const entry = known.get(key.keyId);
  if (!entry || entry.found !== key) return false;
  noteUse(key, nowMs);
  const ageMs = nowMs - entry.loadedAtMs;
  if (ageMs >= RENEW_MS && !entry.isRenewing) {
    entry.isRenewing = true;
    // A database that is away for a moment: the next request after the five seconds asks again, and fails if it must.
    load(key.keyId, key)
      .then((found) =>
        known.set(key.keyId, { key: Promise.resolve(found), found, loadedAtMs: nowMs, isRenewing: false }),
      )
      .catch(() => undefined);
  }
  return ageMs < KNOWN_MS;
}

/** Writes down, beside the requests, that the key proved somebody: nobody waits for it, and a lost note comes with a later use. */
export function noteUse(key: KnownKey, nowMs: number): void {
  if (nowMs - key.useNotedAtMs < USE_NOTED_MS) return;
  key.useNotedAtMs = nowMs;
  saveKeyUse(key.scope, key.keyId, new Date(nowMs)).catch(() => undefined);
}

function start(keyId: string, nowMs: number, earlier: KnownKey | null): Known {
  const key = load(keyId, earlier);
  const entry: Known = { key, found: null, loadedAtMs: nowMs, isRenewing: false };
  if (known.size >= KEYS_MAX) known.clear();
  known.set(keyId, entry);
  key.then(
    (found) => {
      entry.found = found;
    },
    () => known.delete(keyId),
  );
  return entry;
}

/** `earlier` itself when it is unchanged, so that what was proven with it stays proven. */
async function load(keyId: string, earlier: KnownKey | null): Promise<KnownKey | null> {
  // PostgreSQL has no zero byte in texts, and a key id is never long: such an id is nobody's.
  if (keyId.includes("\0") || keyId.length > 200) return null;
  const stored = await loadKey(keyId).catch((cause: unknown) => {
    throw new AppError("unavailable", "The database cannot be asked for this key.", { cause, retryAfterMs: 2_000 });
  });
  if (!stored) return null;
  const print = fingerprint(stored);
  if (earlier?.fingerprint === print) return earlier;
  const secret = decryptSecret(stored.secretEncrypted);
  return {
    keyId: stored.keyId,
    secret,
    secretHash: hashSecret(secret),
    scopes: new Set(stored.scopes),
    scope: proveScope(stored.projectId),
    policy: stored.policy,
    lineDays: stored.lineDays,
    fingerprint: print,
    allowance: earlier?.allowance ?? { requests: Number.POSITIVE_INFINITY, atMs: 0 },
    useNotedAtMs: earlier?.useNotedAtMs ?? 0,
  };
}

/** Equal for equal rows. */
function fingerprint({ secretEncrypted, ...row }: StoredKey): string {
  return JSON.stringify([row, Buffer.from(secretEncrypted).toString("base64")]);
}

/** SHA-256: secrets of any length are compared in constant time by their hashes. */
export function hashSecret(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
