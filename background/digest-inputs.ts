import { readSession } from "@/lib/journal/read";
import type { JournalEntry } from "@/lib/model/journal";
import type { SessionRecords } from "@/lib/model/records";
import type { ProjectScope } from "@/lib/model/scope";
import { toSession } from "@/lib/normalise/sessions";
import { listRoomSessions, type RoomSession } from "@/lib/query/room-sessions";

/** A room may be open, and tell so by webhook, before its agent comes. */
const ROOM_LEAD_MS = 24 * 3600 * 1000;

/** Work that is due: a session id, or a room's id for entries that name no job. */
export interface Due {
  sessionId: string;
  firstAt: Date;
}

/** A session to digest: what its journal says now. */
export interface DigestInput {
  sessionId: string;
  entries: JournalEntry[];
  records: SessionRecords;
  /** Sessions whose digest may say something else now: a new session of their room competes for its recording. */
  disturbs?: string[];
}

/** One session's failure must not hold the others up: it is an item, not a throw. */
export interface DigestInputs {
  inputs: DigestInput[];
  /** Due ids that make no session (only webhooks), or whose entries belong to sessions with ids of their own. */
  withoutSession: string[];
  failed: { sessionId: string; error: unknown }[];
}

/**
 * Reads and decodes the journals of a batch: each session's own entries and those of its room. Entries that name only a
 * room make all known sessions of that room due again.
 */
export async function readInputs(scope: ProjectScope, due: Due[], nowMs: number): Promise<DigestInputs> {
  const dueIds = due.map(({ sessionId }) => sessionId);
  const known = await listRoomSessions(scope, dueIds, dueIds);
  const rooms = new Set(known.flatMap(({ sessionId, roomId }) => (roomId && roomId !== sessionId ? [roomId] : [])));
  const targets = [...new Set([...dueIds, ...known.map(({ sessionId }) => sessionId)])].filter((id) => !rooms.has(id));
  const withoutSession = dueIds.filter((id) => rooms.has(id));
  const journal = new Journal(scope, earliest(due, known));
  await journal.load([...targets, ...rooms]);
  const result: DigestInputs = { inputs: [], withoutSession, failed: [] };
  const roomOf = new Map(known.map(({ sessionId, roomId }) => [sessionId, roomId]));
  for (const sessionId of targets) {
    try {
      const input = await readInput({ journal, sessionId, roomId: roomOf.get(sessionId) ?? null, nowMs });
      if (input) result.inputs.push(input);
      else withoutSession.push(sessionId);
    } catch (error) {
      result.failed.push({ sessionId, error });
    }
  }
  return result;
}

interface Reading {
  journal: Journal;
  sessionId: string;
  /** As an earlier digest found it; null at the first digest, when the entries themselves must tell. */
  roomId: string | null;
  nowMs: number;
}

async function readInput(reading: Reading): Promise<DigestInput | null> {
  const { journal, sessionId, nowMs } = reading;
  const own = journal.entriesOf(sessionId);
  const room = reading.roomId === sessionId ? null : reading.roomId;
  const entries = room ? [...own, ...journal.entriesOf(room)] : own;
  const siblings = room ? await journal.siblingsOf(room) : [];
  const records = toSession(sessionId, entries, { nowMs, siblings });
  if (!records) return null;
  const { roomId, startNs } = records.facts;
  if (!roomId || roomId === sessionId || roomId === room) return { sessionId, entries, records };
  await journal.load([roomId]);
  const roomEntries = journal.entriesOf(roomId);
  if (roomEntries.length === 0) return { sessionId, entries: own, records };
  const all = [...own, ...roomEntries];
  // Never digested, so not yet among its room's sessions, but it competes for the room's recording.
  const others = await journal.siblingsOf(roomId);
  const whole = toSession(sessionId, all, { nowMs, siblings: [...others, { sessionId, startNs }] });
  return whole && { sessionId, entries: all, records: whole, disturbs: others.map((other) => other.sessionId) };
}

interface SiblingStart {
  sessionId: string;
  startNs: bigint;
}

function earliest(due: Due[], known: RoomSession[]): Date {
  const times = [...due.map(({ firstAt }) => firstAt), ...known.map(({ firstReceivedAt }) => firstReceivedAt)];
  return new Date(Math.min(...times.map((time) => time.getTime())) - ROOM_LEAD_MS);
}

/** The entries of a batch by session key, each key read once. */
class Journal {
  readonly #scope: ProjectScope;
  readonly #from: Date;
  readonly #entries = new Map<string, JournalEntry[]>();

  constructor(scope: ProjectScope, from: Date) {
    this.#scope = scope;
    this.#from = from;
  }

  async load(keys: string[]): Promise<void> {
    const missing = keys.filter((key) => !this.#entries.has(key));
    if (missing.length === 0) return;
    for (const key of missing) this.#entries.set(key, []);
    for (const entry of await readSession(this.#scope, missing, { from: this.#from })) {
      this.#entries.get(entry.sessionId)?.push(entry);
    }
  }

  entriesOf(key: string): JournalEntry[] {
    return this.#entries.get(key) ?? [];
  }

  /** Asked only when the room holds a recording without a job: otherwise nobody competes for anything. */
  async siblingsOf(roomId: string): Promise<SiblingStart[]> {
    if (!this.entriesOf(roomId).some((entry) => entry.signal === "recording")) return [];
    const sessions = await listRoomSessions(this.#scope, [], [roomId]);
    return sessions
      .filter(({ sessionId }) => sessionId !== roomId)
      .map(({ sessionId, startedAt }) => ({ sessionId, startNs: BigInt(startedAt.getTime()) * 1_000_000n }));
  }
}
