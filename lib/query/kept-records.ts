import type { SessionRecords } from "@/lib/model/records";

/** As they are stored, gzip; as records they take ten to twenty times as much. A session that is larger is never kept. */
const KEPT_BYTES_MAX = 4 * 1024 * 1024;
/** Several together. */
const SHARED_BYTES_MAX = 1024 * 1024;
/** Who looks at one record after the other has asked for the next one by then. */
const KEPT_MS = 60_000;

interface Kept {
  records: SessionRecords;
  sizeBytes: number;
}

/** What this thread has decoded of late, by the state of its session (`session-state.ts`); what was asked for last comes last. */
const byState = new Map<string, Kept>();
let idle: NodeJS.Timeout | undefined;

/** Records of a session in this state, if they were kept. */
export function keptRecords(state: string): SessionRecords | null {
  const known = byState.get(state);
  if (!known) return null;
  keepRecords(state, known);
  return known.records;
}

/** Keeps records for who soon asks for another one of them; the longest unused ones go. `sizeBytes`: of the entries they were made of. */
export function keepRecords(state: string, kept: Kept): void {
  if (kept.sizeBytes > KEPT_BYTES_MAX) return;
  byState.delete(state);
  byState.set(state, kept);
  let sizeBytes = 0;
  for (const one of byState.values()) sizeBytes += one.sizeBytes;
  for (const [oldest, { sizeBytes: freed }] of byState) {
    if (sizeBytes <= SHARED_BYTES_MAX || byState.size === 1) break;
    byState.delete(oldest);
    sizeBytes -= freed;
  }
  clearTimeout(idle);
  idle = setTimeout(() => byState.clear(), KEPT_MS).unref();
}
