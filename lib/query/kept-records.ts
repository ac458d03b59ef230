import type { SessionRecords } from "@/lib/model/records";

/** As they are stored, gzip; as records they take ten to twenty times as much. A session that is larger is never kept. */
const KEPT_BYTES_MAX = 4 * 1024 * 1024;
/** Several together. */
const SHARED_BYTES_MAX = 1024 * 1024;
/** Who looks at one record after the other has asked for the next one by then. */
const KEPT_MS = 60_000;

interface Kept {
  records: SessionRecords;
  /** The journal's cursor behind the entries that they were made of. */
  cursor: string;
  sizeBytes: number;
}

interface Shelf {
  byState: Map<string, Kept>;
  idle?: NodeJS.Timeout;
}

/** Next.js's bundle and ours each hold a copy of this module in one thread: a page's records are there for what the page asks next. */
const KEY = Symbol.for("earshot.kept-records");
const holder = globalThis as { [KEY]?: Shelf };

/** What this thread has decoded of late, by the state of its session (`session-state.ts`); what was asked for last comes last. */
function shelf(): Shelf {
  holder[KEY] ??= { byState: new Map() };
  return holder[KEY];
}

/** Whether records are kept of a session in any state that begins so (`stateBeginning`): if not, its state needs not be asked for. */
export function hasKept(beginning: string): boolean {
  for (const state of shelf().byState.keys()) if (state.startsWith(beginning)) return true;
  return false;
}

/** Records of a session in this state, if they were kept. */
export function keptRecords(state: string): Omit<Kept, "sizeBytes"> | null {
  const known = shelf().byState.get(state);
  if (!known) return null;
  keepRecords(state, known);
  return known;
}

/** Keeps records for who soon asks for another one of them; the longest unused ones go. `sizeBytes`: of the entries they were made of. */
export function keepRecords(state: string, kept: Kept): void {
  if (kept.sizeBytes > KEPT_BYTES_MAX) return;
  const own = shelf();
  const { byState } = own;
  byState.delete(state);
  byState.set(state, kept);
  let sizeBytes = 0;
  for (const one of byState.values()) sizeBytes += one.sizeBytes;
  for (const [oldest, { sizeBytes: freed }] of byState) {
    if (sizeBytes <= SHARED_BYTES_MAX || byState.size === 1) break;
    byState.delete(oldest);
    sizeBytes -= freed;
  }
  clearTimeout(own.idle);
  own.idle = setTimeout(() => byState.clear(), KEPT_MS).unref();
}
