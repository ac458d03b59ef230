import { createHash } from "node:crypto";
import { AppError } from "@/lib/errors";
import type { KeyScope, ProjectScope, RecordingPolicy } from "@/lib/model/scope";
import { loadKey } from "@/lib/query/keys";
import { proveScope } from "./scopes";
import { decryptSecret } from "./secrets";

/** How old our knowledge of a key may be: a revoked key and a flipped switch work everywhere within this time. */
const KNOWN_MS = 5_000;
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
}

interface Known {
  key: Promise<KnownKey | null>;
  loadedAtMs: number;
}

const known = new Map<string, Known>();

/**
 * The key pair of that id as the database has or had it at most five seconds ago; null when there is none. Requests that
 * ask together share one look-up. Errors: `unavailable` when the database cannot be asked.
 */
export function findKey(keyId: string, nowMs: number): Promise<KnownKey | null> {
  const found = known.get(keyId);
  if (found && nowMs - found.loadedAtMs < KNOWN_MS) return found.key;
  const key = load(keyId);
  if (known.size >= KEYS_MAX) known.clear();
  known.set(keyId, { key, loadedAtMs: nowMs });
  key.catch(() => known.delete(keyId));
  return key;
}

async function load(keyId: string): Promise<KnownKey | null> {
  // PostgreSQL has no zero byte in texts, and a key id is never long: such an id is nobody's.
  if (keyId.includes("\0") || keyId.length > 200) return null;
  const stored = await loadKey(keyId).catch((cause: unknown) => {
    throw new AppError("unavailable", "The database cannot be asked for this key.", { cause, retryAfterMs: 2_000 });
  });
  if (!stored) return null;
  const secret = decryptSecret(stored.secretEncrypted);
  return {
    keyId: stored.keyId,
    secret,
    secretHash: hashSecret(secret),
    scopes: new Set(stored.scopes),
    scope: proveScope(stored.projectId),
    policy: stored.policy,
  };
}

/** SHA-256: secrets of any length are compared in constant time by their hashes. */
export function hashSecret(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
