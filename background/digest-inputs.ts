import { config } from "@/lib/config";
import { digestSession } from "@/lib/digest/sessions";
import { readBeginnings, readClock, readSession } from "@/lib/journal/read";
import type { JournalEntry } from "@/lib/model/journal";
import type { ReadBounds, SessionNaming, SessionRecords } from "@/lib/model/records";
import type { ProjectScope } from "@/lib/model/scope";
import { toSession } from "@/lib/normalise/sessions";
import { isLiveKit } from "@/lib/normalise/status";
import { listImports } from "@/lib/query/imports";
import { listRoomSessions, type RoomSession } from "@/lib/query/room-sessions";
import type { DigestToSave } from "@/lib/store/digests";

/** A room may be open, and tell so by webhook, before its agent comes. */
const ROOM_LEAD_MS = 24 * 3600 * 1000;
/**
 * Entries that a session's first digest reads while the session goes on: SDKs have sent two or three by then. Of one that comes
 * all at once (a backlog, a replay) these tell its list row enough until it has ended, instead of all being decoded twice.
 */
const BEGINNING_ENTRIES_MAX = 8;

/** Work that is due: a session id, or a room's id for entries that name no job. */
export interface Due {
  sessionId: string;
  firstAt: Date;
  /** False while the session goes on; not told: all of it is read. */
  ended?: boolean;
}

/** A digested session: what its journal says now. */
export interface DigestInput {
  sessionId: string;
  isLive: boolean;
  /** Journal bytes that were read of a session of which only the beginning was; null: all of it. */
  beginningBytes: number | null;
  toSave: DigestToSave;
  naming?: SessionNaming;
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
 * Reads, decodes and digests the journals of a batch: each session's own entries and those of its room. Entries that name only
 * a room make all known sessions of that room due again. One session after the other, and only its digest is kept: the decoded
 * records of a whole batch would be hundreds of megabytes.
 */
export async function readInputs(scope: ProjectScope, due: Due[], nowMs: number): Promise<DigestInputs> {
  const readAt = await readClock();
  const dueIds = due.map(({ sessionId }) => sessionId);
  const known = await listRoomSessions(scope, dueIds, dueIds);
  const rooms = new Set(known.flatMap(({ sessionId, roomId }) => (roomId && roomId !== sessionId ? [roomId] : [])));
  const targets = [...new Set([...dueIds, ...known.map(({ sessionId }) => sessionId)])].filter((id) => !rooms.has(id));
  const journal = new Journal(scope, { from: earliest(due, known), readAt });
  const isKnown = new Set(known.map(({ sessionId }) => sessionId));
  await journal.loadBeginnings(
    due.filter(({ sessionId, ended }) => {
      // Others' records may name their session late, and then lie elsewhere (`folds.ts`).
      return ended === false && isLiveKit(sessionId) && !isKnown.has(sessionId) && !rooms.has(sessionId);
    }),
  );
  await journal.load([...targets, ...rooms]);
  await journal.learnImports(targets);
  const roomOf = new Map(known.map(({ sessionId, roomId }) => [sessionId, roomId]));
  const readings = targets.map((sessionId) => ({ journal, sessionId, roomId: roomOf.get(sessionId) ?? null, nowMs }));
  const result: DigestInputs = { inputs: [], withoutSession: dueIds.filter((id) => rooms.has(id)), failed: [] };
  const found = await readAll(readings, readInput, result);
  // The first digest of a session finds its room; mostly there is nothing of the room's own.
  await journal.load(found.flatMap(({ newRoom }) => newRoom?.roomId ?? []));
  const isAlone = ({ newRoom }: Found) => !newRoom || journal.entriesOf(newRoom.roomId).length === 0;
  result.inputs.push(...found.filter(isAlone));
  const others = found.flatMap((one) => (one.newRoom && !isAlone(one) ? [one.newRoom] : []));
  result.inputs.push(...(await readAll(others, readInNewRoom, result)));
  return result;
}

async function readAll<Task extends Reading>(
  tasks: Task[],
  read: (task: Task) => Promise<Found | null>,
  result: DigestInputs,
): Promise<Found[]> {
  const found: Found[] = [];
  for (const task of tasks) {
    try {
      const input = await read(task);
      if (input) found.push(input);
      else result.withoutSession.push(task.sessionId);
    } catch (error) {
      result.failed.push({ sessionId: task.sessionId, error });
    }
  }
  return found;
}

interface Reading {
  journal: Journal;
  sessionId: string;
  /** As an earlier digest found it; null at the first digest, when the entries themselves must tell. */
  roomId: string | null;
  nowMs: number;
}

/** The same once more, with the room that the entries named. */
interface ReadingInRoom extends Reading {
  roomId: string;
  startNs: bigint;
}

interface Found extends DigestInput {
  newRoom: ReadingInRoom | null;
}

async function readInput(reading: Reading): Promise<Found | null> {
  const { journal, sessionId, nowMs } = reading;
  const own = journal.entriesOf(sessionId);
  const room = reading.roomId === sessionId ? null : reading.roomId;
  const entries = room ? [...own, ...journal.entriesOf(room)] : own;
  const siblings = room ? await journal.siblingsOf(room) : [];
  const { bounds } = journal;
  const idleMs = journal.isImported(sessionId) ? 0 : undefined;
  const records = toSession(sessionId, entries, { nowMs, siblings, bounds, idleMs, withoutLogIds: true });
  if (!records) return null;
  const { roomId, startNs } = records.facts;
  const isKnown = !roomId || roomId === sessionId || roomId === room;
  return { ...toInput(records, entries, journal), newRoom: isKnown ? null : { ...reading, roomId, startNs } };
}

async function readInNewRoom({ journal, sessionId, roomId, startNs, nowMs }: ReadingInRoom): Promise<Found | null> {
  const { bounds } = journal;
  const entries = [...journal.entriesOf(sessionId), ...journal.entriesOf(roomId)];
  // Never digested, so not yet among its room's sessions, but it competes for the room's recording.
  const others = await journal.siblingsOf(roomId);
  const idleMs = journal.isImported(sessionId) ? 0 : undefined;
  const siblings = [...others, { sessionId, startNs }];
  const records = toSession(sessionId, entries, { nowMs, siblings, bounds, idleMs, withoutLogIds: true });
  const disturbs = others.map((other) => other.sessionId);
  return records && { ...toInput(records, entries, journal), disturbs, newRoom: null };
}

function toInput(records: SessionRecords, entries: JournalEntry[], journal: Journal): DigestInput {
  const { sessionId, status } = records.facts;
  const times = entries.map((entry) => entry.receivedAt.getTime());
  return {
    sessionId,
    isLive: status === "live",
    beginningBytes: journal.beginningBytesOf(sessionId),
    naming: journal.isImported(sessionId) ? undefined : records.naming,
    toSave: {
      digest: digestSession(records),
      firstReceivedAt: new Date(times.reduce((a, b) => Math.min(a, b))),
      lastReceivedAt: new Date(times.reduce((a, b) => Math.max(a, b))),
      journalBytes: bytesOf(entries),
      readAt: journal.readAt,
    },
  };
}

function bytesOf(entries: JournalEntry[]): number {
  return entries.reduce((sum, entry) => sum + entry.body.length, 0);
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
  /** By the database's clock: all that was committed until then is read. */
  readonly readAt: Date;
  readonly bounds: ReadBounds = { bytes: config().sessionBytesMax, records: config().sessionRecordsMax };
  readonly #entries = new Map<string, JournalEntry[]>();
  /** Keys of which only the first entries were read: there may be more. */
  readonly #beginnings = new Set<string>();
  readonly #imported = new Set<string>();

  constructor(scope: ProjectScope, times: { from: Date; readAt: Date }) {
    this.#scope = scope;
    this.#from = times.from;
    this.readAt = times.readAt;
  }

  async loadBeginnings(due: Due[]): Promise<void> {
    if (due.length === 0) return;
    for (const { sessionId } of due) this.#entries.set(sessionId, []);
    const range = { from: this.#from, entriesMax: BEGINNING_ENTRIES_MAX };
    const ids = due.map(({ sessionId }) => sessionId);
    for (const entry of await readBeginnings(this.#scope, ids, range)) this.#entries.get(entry.sessionId)?.push(entry);
    for (const id of ids) {
      const entries = this.entriesOf(id);
      if (entries.length < BEGINNING_ENTRIES_MAX) continue;
      // Only webhooks so far: whether there is a session, the rest must tell.
      if (entries.every(({ signal }) => signal === "webhook")) this.#entries.delete(id);
      else this.#beginnings.add(id);
    }
  }

  beginningBytesOf(key: string): number | null {
    return this.#beginnings.has(key) ? bytesOf(this.entriesOf(key)) : null;
  }

  async load(keys: string[]): Promise<void> {
    const missing = keys.filter((key) => !this.#entries.has(key));
    if (missing.length === 0) return;
    for (const key of missing) this.#entries.set(key, []);
    for (const entry of await readSession(this.#scope, missing, { from: this.#from, bounds: this.bounds })) {
      this.#entries.get(entry.sessionId)?.push(entry);
    }
  }

  entriesOf(key: string): JournalEntry[] {
    return this.#entries.get(key) ?? [];
  }

  async learnImports(sessionIds: string[]): Promise<void> {
    for (const sessionId of (await listImports(this.#scope, sessionIds)).keys()) this.#imported.add(sessionId);
  }

  /** An imported session has what is its own, under whatever id: it joins no other and competes for nothing. */
  isImported(sessionId: string): boolean {
    return this.#imported.has(sessionId);
  }

  /** Asked only when the room holds a recording without a job: otherwise nobody competes for anything. */
  async siblingsOf(roomId: string): Promise<SiblingStart[]> {
    if (!this.entriesOf(roomId).some((entry) => entry.signal === "recording")) return [];
    const sessions = await listRoomSessions(this.#scope, [], [roomId]);
    await this.learnImports(sessions.map(({ sessionId }) => sessionId));
    return sessions
      .filter(({ sessionId }) => sessionId !== roomId && !this.isImported(sessionId))
      .map(({ sessionId, startedAt }) => ({ sessionId, startNs: BigInt(startedAt.getTime()) * 1_000_000n }));
  }
}
