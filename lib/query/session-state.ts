import { type JournalTally, tallySession } from "@/lib/journal/read";
import type { ProjectScope } from "@/lib/model/scope";
import { findPlace } from "./session-place";
import type { SessionJournal } from "./session-records";

/**
 * A name for all that is known of a session now: as long as it is `stateOf` a journal, that journal's records are the session's.
 * Null when it has no digest yet. Errors: as `findPlace`.
 */
export async function loadState(scope: ProjectScope, sessionId: string): Promise<string | null> {
  const place = await findPlace(scope, sessionId);
  if (!place) return null;
  const { keys, from, siblings, importedAt } = place;
  const tally = await tallySession(scope, keys, from);
  return nameOf({ projectId: scope.projectId, sessionId, siblings, importedAt }, tally);
}

/** The state that a journal tells of; where only its beginning was read it is no session's. */
export function stateOf({ entries, ...session }: SessionJournal): string {
  let seqSum = 0n;
  for (const { seq } of entries) seqSum += seq;
  return nameOf(session, { entries: entries.length, seqSum });
}

/** What the names of all states of a session begin with. */
export function stateBeginning({ projectId }: ProjectScope, sessionId: string): string {
  return `${JSON.stringify([projectId, sessionId]).slice(0, -1)},`;
}

type Meaning = Omit<SessionJournal, "entries" | "keys">;

function nameOf({ projectId, sessionId, siblings, importedAt }: Meaning, tally: JournalTally): string {
  const rivals = siblings.map((one) => `${one.sessionId} ${one.startNs}`).sort();
  return JSON.stringify([projectId, sessionId, tally.entries, String(tally.seqSum), importedAt, rivals]);
}
