import { timingSafeEqual } from "node:crypto";
import { config } from "@/lib/config";
import { AppError } from "@/lib/errors";
import type { Sender } from "@/lib/model/scope";
import { findKey, hashSecret, isCurrent, type KnownKey, noteUse } from "./key-table";
import { checkToken, parseToken, refuse } from "./token";

/** Senders that were proven once, by their whole header. A process of an agent keeps its token for six hours. */
const PROVEN_MAX = 20_000;

interface ProvenSender {
  key: KnownKey;
  endMs: number;
  sender: Promise<Sender>;
}

const proven = new Map<string, ProvenSender>();

/**
 * Who sends this telemetry, by `Authorization: Bearer <JWT>` (LiveKit SDKs) or `Bearer <key>:<secret>` (OpenTelemetry
 * exporters). What was proven is remembered until the token expires or its key changes; keys are looked up at least every
 * five seconds.
 * Errors: `unauthenticated`; with exactly the words "data recording is disabled" when the project's switch is off, which
 * makes SDKs stop until the next job, and never otherwise; `forbidden` when the pair may not send.
 * Source: PROTOCOL §2.1, §2.3.
 */
export function authenticateSender(authorization: string | null, nowMs = Date.now()): Promise<Sender> {
  const known = knownSender(authorization, nowMs);
  return known ?? proveSender(authorization ?? "", nowMs, true);
}

/**
 * Who sends runtime lines: the same, also while the project records no sessions, for these are not of sessions but of processes.
 * Errors: `unauthenticated`, `forbidden`.
 */
export function authenticateShipper(authorization: string | null, nowMs = Date.now()): Promise<Sender> {
  return knownSender(authorization, nowMs) ?? proveSender(authorization ?? "", nowMs, false);
}

/** Who was proven by the same header, unless the project records nothing: that is told anew each time. */
function knownSender(authorization: string | null, nowMs: number): Promise<Sender> | null {
  const known = proven.get(authorization ?? "");
  if (!known || nowMs >= known.endMs || !isCurrent(known.key, nowMs)) return null;
  return mayGoOn(known.key, nowMs) ? known.sender : Promise.reject(tooFast(known.key));
}

async function proveSender(authorization: string, nowMs: number, mustRecord: boolean): Promise<Sender> {
  proven.delete(authorization);
  const credentials = bearer(authorization);
  const { key, endMs } = credentials.includes(":")
    ? { key: await keyOfPair(credentials, nowMs), endMs: Number.POSITIVE_INFINITY }
    : await keyOfToken(credentials, nowMs);
  if (!key.scopes.has("ingest")) throw new AppError("forbidden", `API key ${key.keyId} may not send telemetry.`);
  if (mustRecord) checkRecording(key);
  noteUse(key, nowMs);
  if (!mayGoOn(key, nowMs)) throw tooFast(key);
  const sender = toSender(key);
  if (key.policy.recordSessions) remember(authorization, { key, endMs, sender: Promise.resolve(sender) });
  return sender;
}

/**
 * The same sender as his project is now, for requests that took long to read. His token was good when it came and is not asked
 * again, nor is a key that was revoked meanwhile. Errors: `unauthenticated` with the words of `authenticateSender` when recording
 * was switched off, `unavailable`.
 */
export async function authenticateAgain(sender: Sender, nowMs = Date.now()): Promise<Sender> {
  const key = await findKey(sender.keyId, nowMs);
  if (!key) return sender;
  checkRecording(key);
  return toSender(key);
}

function checkRecording({ policy }: KnownKey): void {
  if (!policy.recordSessions) throw new AppError("unauthenticated", "data recording is disabled");
}

/** So many seconds' worth of requests may come at once: agents that reconnect together, batches after a pause. */
const BURST_S = 10;

/** Takes one from the key's allowance (a token bucket of this process); false when it is used up. */
function mayGoOn({ allowance }: KnownKey, nowMs: number): boolean {
  const perSecond = config().requestsPerSecondMax;
  const grown = allowance.requests + (Math.max(0, nowMs - allowance.atMs) / 1000) * perSecond;
  allowance.requests = Math.min(perSecond * BURST_S, grown);
  allowance.atMs = nowMs;
  if (allowance.requests < 1) return false;
  allowance.requests -= 1;
  return true;
}

/** 503, not 429: older OpenTelemetry exporters give a batch up at 429, and recordings want the time in words of their own (PROTOCOL §2.3). */
function tooFast({ keyId }: KnownKey): AppError {
  const words = `API key ${keyId} sends more than ${config().requestsPerSecondMax} requests a second. Send this one again.`;
  return new AppError("unavailable", words, { retryAfterMs: 1_000 + Math.random() * 2_000 });
}

/** A proven key as a sender, with the limits of this installation. */
export function toSender(key: KnownKey): Sender {
  const { otlpBytesMax, otlpRecordsMax, recordingBytesMax, sessionsPerDayMax } = config();
  const { requestsInFlightMax, recordingsInFlightMax, requestBytesInFlightMax } = config();
  const { linesBytesMax, linesPerRequestMax, lineBytesMax } = config();
  const { linesPerWorkerSecondMax, linesPerProjectSecondMax } = config();
  return {
    scope: key.scope,
    keyId: key.keyId,
    policy: key.policy,
    limits: {
      ...{ otlpBytesMax, otlpRecordsMax, recordingBytesMax, sessionsPerDayMax },
      ...{ requestsInFlightMax, recordingsInFlightMax, requestBytesInFlightMax },
      ...{ linesBytesMax, linesPerRequestMax, lineBytesMax, linesPerWorkerSecondMax, linesPerProjectSecondMax },
    },
    lineDays: key.lineDays,
  };
}

/** What follows `Bearer `; throws `unauthenticated` when there is nothing. */
export function bearer(authorization: string | null): string {
  const value = /^bearer +(\S+) *$/i.exec(authorization ?? "")?.[1];
  if (value) return value;
  const words = "Send Authorization: Bearer <token>, signed with an API key and secret of this server.";
  throw new AppError("unauthenticated", words);
}

/** The key of `<key>:<secret>`. Errors: `unauthenticated`, in the same words whichever half is wrong. */
export async function keyOfPair(pair: string, nowMs: number): Promise<KnownKey> {
  const colon = pair.indexOf(":");
  const key = await findKey(pair.slice(0, colon), nowMs);
  if (key && timingSafeEqual(hashSecret(pair.slice(colon + 1)), key.secretHash)) {
    noteUse(key, nowMs);
    return key;
  }
  throw new AppError("unauthenticated", "No API key has this id and secret.");
}

async function keyOfToken(jwt: string, nowMs: number): Promise<{ key: KnownKey; endMs: number }> {
  const token = parseToken(jwt);
  const key = await findKey(token.keyId, nowMs);
  if (!key) throw refuse(`names API key ${token.keyId}, which this server does not know`);
  const endMs = checkToken(token, key.secret, nowMs);
  if (!mayWriteObservability(token.claims)) throw refuse("does not grant observability.write");
  return { key, endMs };
}

function mayWriteObservability(claims: Record<string, unknown>): boolean {
  const grant = claims.observability;
  return typeof grant === "object" && grant !== null && "write" in grant && grant.write === true;
}

function remember(authorization: string, sender: ProvenSender): void {
  // A Map keeps the order of insertion: the oldest go first.
  const oldest = proven.size >= PROVEN_MAX ? proven.keys().next().value : undefined;
  if (oldest !== undefined) proven.delete(oldest);
  proven.set(authorization, sender);
}
