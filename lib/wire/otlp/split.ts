import type { RejectedRecord } from "./records";
import { keyOfClues, NAME_RANK, type RankedKey, type SessionKey } from "./session-key";
import type { OtlpEncoding, OtlpSignal, SkimmedRecord, SkimmedRequest } from "./skim";
import { skimJson } from "./skim-json";
import { skimProtobuf } from "./skim-protobuf";

/** One session's share of a request. */
export interface SplitPart {
  sessionId: string;
  roomId: string | null;
  recordCount: number;
  /** The share as a request of its own, plain; null when it is the whole body as it came. */
  body: Uint8Array | null;
  /** A record in it says that the session is over. */
  endsSession: boolean;
}

export interface SplitRequest {
  parts: SplitPart[];
  rejected: RejectedRecord[];
}

interface Share {
  key: SessionKey;
  records: SkimmedRecord[];
  endsSession: boolean;
}

/**
 * Finds whose records an export request holds, by a skim; nearly always one session's, and then the body stays as it is.
 * A record that names no session goes with the other records of its trace, else its trace is its session; one that names only a
 * conversation goes with those of its trace that name a session. Records of a trace may come in several requests: what they
 * have in common is found when they are digested (`background/folds.ts`).
 * Units: `body` is the inflated request; `recordsMax` bounds its records and the groups that they stand in.
 * Errors: AppError `invalid` when the request is malformed, `too-large` when it holds more; single records that cannot be taken
 * are in `rejected`.
 */
export function splitRequest(
  signal: OtlpSignal,
  encoding: OtlpEncoding,
  body: Uint8Array,
  recordsMax: number = Number.POSITIVE_INFINITY,
): SplitRequest {
  const skim = encoding === "json" ? skimJson : skimProtobuf;
  const skimmed = skim(signal, body, recordsMax);
  const shares = new Map<string, Share>();
  const rejected: RejectedRecord[] = [];
  const unnamed: SkimmedRecord[] = [];
  const conversing: [SkimmedRecord, RankedKey][] = [];

  for (const record of skimmed.records) {
    if (record.fault !== null) {
      rejected.push({ index: record.index, reason: record.fault });
      continue;
    }
    const key = keyOfClues(record.clues);
    if (key === null) unnamed.push(record);
    else if (key.rank === NAME_RANK.conversation) conversing.push([record, key]);
    else addTo(shares, key, record, record.endsSession);
  }
  const namedTrace = conversing.length === 0 ? new Map<string, SessionKey>() : keysByTrace(shares);
  for (const [record, key] of conversing) {
    addTo(shares, namedTrace.get(record.traceId) ?? key, record, record.endsSession);
  }
  const sessionOfTrace = unnamed.length === 0 ? new Map<string, SessionKey>() : keysByTrace(shares);
  for (const record of unnamed) {
    const key = sessionOfTrace.get(record.traceId);
    if (key) addTo(shares, key, record, record.endsSession);
    else if (record.traceId !== "") {
      addTo(shares, { sessionId: record.traceId, roomId: null }, record, record.closesTrace || record.endsSession);
    } else rejected.push({ index: record.index, reason: NAMES_NO_SESSION });
  }

  const isWhole = shares.size === 1 && rejected.length === 0;
  const parts = [...shares.values()].map(({ key, records, endsSession }) => ({
    sessionId: key.sessionId,
    roomId: key.roomId,
    recordCount: records.length,
    body: isWhole ? null : encodeShare(skimmed, records),
    endsSession,
  }));
  return { parts, rejected: rejected.sort((a, b) => a.index - b.index) };
}

const NAMES_NO_SESSION =
  "The record names no session: it has no job_id, room_id, session.id or gen_ai.conversation.id, and no trace id.";

function encodeShare(skimmed: SkimmedRequest, records: SkimmedRecord[]): Uint8Array {
  const kept = new Set(records);
  return skimmed.encode((record) => kept.has(record));
}

function keysByTrace(shares: Map<string, Share>): Map<string, SessionKey> {
  const keys = new Map<string, SessionKey>();
  for (const { key, records } of shares.values()) {
    for (const { traceId } of records) if (traceId !== "" && !keys.has(traceId)) keys.set(traceId, key);
  }
  return keys;
}

function addTo(shares: Map<string, Share>, key: SessionKey, record: SkimmedRecord, endsSession: boolean): void {
  const share = shares.get(key.sessionId);
  if (!share) {
    shares.set(key.sessionId, { key, records: [record], endsSession });
    return;
  }
  share.records.push(record);
  share.endsSession ||= endsSession;
  if (share.key.roomId === null) share.key = key;
}
