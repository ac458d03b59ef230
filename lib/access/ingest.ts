import { createHash, timingSafeEqual } from "node:crypto";
import { config } from "@/lib/config";
import { AppError } from "@/lib/errors";
import type { Sender } from "@/lib/model/scope";
import { findKey, hashSecret, type KnownKey } from "./key-table";
import { checkToken, parseToken, refuse } from "./token";

/** Tokens that were checked once, by SHA-256. A process of an agent keeps one for six hours. */
const CHECKED_TOKENS_MAX = 20_000;

interface CheckedToken {
  keyId: string;
  /** The secret that proved it: when the key gets another one, the token is checked again. */
  secret: string;
  endMs: number;
}

const checkedTokens = new Map<string, CheckedToken>();

/**
 * Who sends this telemetry, by `Authorization: Bearer <JWT>` (LiveKit SDKs) or `Bearer <key>:<secret>` (OpenTelemetry
 * exporters). A checked token is remembered until it expires, but its key is looked up at least every five seconds.
 * Errors: `unauthenticated`; with exactly the words "data recording is disabled" when the project's switch is off, which
 * makes SDKs stop until the next job, and never otherwise; `forbidden` when the pair may not send.
 * Source: PROTOCOL §2.1, §2.3.
 */
export async function authenticateSender(authorization: string | null, nowMs = Date.now()): Promise<Sender> {
  const key = await keyOf(bearer(authorization), nowMs);
  if (!key.scopes.has("ingest")) throw new AppError("forbidden", `API key ${key.keyId} may not send telemetry.`);
  if (!key.policy.recordSessions) throw new AppError("unauthenticated", "data recording is disabled");
  return toSender(key);
}

/** A proven key as a sender, with the limits of this installation. */
export function toSender(key: KnownKey): Sender {
  const { otlpBytesMax, recordingBytesMax, requestsInFlightMax } = config();
  return {
    scope: key.scope,
    keyId: key.keyId,
    policy: key.policy,
    limits: { otlpBytesMax, recordingBytesMax, requestsInFlightMax },
  };
}

/** What follows `Bearer `; throws `unauthenticated` when there is nothing. */
export function bearer(authorization: string | null): string {
  const value = /^bearer +(\S+) *$/i.exec(authorization ?? "")?.[1];
  if (value) return value;
  const words = "Send Authorization: Bearer <token>, signed with an API key and secret of this server.";
  throw new AppError("unauthenticated", words);
}

function keyOf(credentials: string, nowMs: number): Promise<KnownKey> {
  return credentials.includes(":") ? keyOfPair(credentials, nowMs) : keyOfToken(credentials, nowMs);
}

/** The key of `<key>:<secret>`. Errors: `unauthenticated`, in the same words whichever half is wrong. */
export async function keyOfPair(pair: string, nowMs: number): Promise<KnownKey> {
  const colon = pair.indexOf(":");
  const key = await findKey(pair.slice(0, colon), nowMs);
  if (key && timingSafeEqual(hashSecret(pair.slice(colon + 1)), key.secretHash)) return key;
  throw new AppError("unauthenticated", "No API key has this id and secret.");
}

async function keyOfToken(jwt: string, nowMs: number): Promise<KnownKey> {
  const hash = createHash("sha256").update(jwt).digest("base64");
  const checked = checkedTokens.get(hash);
  if (checked && nowMs < checked.endMs) {
    const key = await findKey(checked.keyId, nowMs);
    if (key && key.secret === checked.secret) return key;
  }
  checkedTokens.delete(hash);
  const token = parseToken(jwt);
  const key = await findKey(token.keyId, nowMs);
  if (!key) throw refuse(`names API key ${token.keyId}, which this server does not know`);
  const endMs = checkToken(token, key.secret, nowMs);
  if (!mayWriteObservability(token.claims)) throw refuse("does not grant observability.write");
  remember(hash, { keyId: key.keyId, secret: key.secret, endMs });
  return key;
}

function mayWriteObservability(claims: Record<string, unknown>): boolean {
  const grant = claims.observability;
  return typeof grant === "object" && grant !== null && "write" in grant && grant.write === true;
}

function remember(hash: string, token: CheckedToken): void {
  // A Map keeps the order of insertion: the oldest tokens go first.
  const oldest = checkedTokens.size >= CHECKED_TOKENS_MAX ? checkedTokens.keys().next().value : undefined;
  if (oldest !== undefined) checkedTokens.delete(oldest);
  checkedTokens.set(hash, token);
}
