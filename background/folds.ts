import { listKeysWithEntries, moveEntries } from "@/lib/journal/move";
import type { ProjectScope } from "@/lib/model/scope";
import { isLiveKit } from "@/lib/normalise/status";
import { listSessionAliases } from "@/lib/query/session-aliases";
import { deleteDigests } from "@/lib/store/digests";
import { saveSessionAliases } from "@/lib/store/session-aliases";
import type { DigestInput } from "./digest-inputs";

/**
 * Moves what came under an old name (a trace, a conversation) to the session that it was found to belong to: some senders name
 * their session only on some records, and the others came in other requests. Of LiveKit's sessions nothing is looked up.
 */
export async function foldKnown(scope: ProjectScope, sessionIds: string[]): Promise<void> {
  const others = sessionIds.filter((id) => !isLiveKit(id));
  for (const { alias, sessionId, rank } of await listSessionAliases(scope, others)) {
    await fold(scope, alias, { sessionId, rank });
  }
}

/** What folding has done to a batch: sessions that are none any more, and those that have more entries than were read. */
export interface Folded {
  gone: Set<string>;
  grown: Set<string>;
}

/** Finds what belongs together by the traces of a batch's named sessions, remembers it, and moves what lies elsewhere. */
export async function foldNamed(scope: ProjectScope, inputs: DigestInput[]): Promise<Folded> {
  const folded: Folded = { gone: new Set(), grown: new Set() };
  for (const { sessionId, naming } of inputs) {
    if (!naming || naming.rank === 3 || folded.gone.has(sessionId)) continue;
    const named = { sessionId, rank: naming.rank };
    const better = await findBetter(scope, named, naming.traceIds);
    if (better) await foldInto(scope, [sessionId], better, folded);
    else await gather(scope, named, naming.traceIds, folded);
  }
  return folded;
}

interface NamedSession {
  sessionId: string;
  rank: number;
}

/** A conversation gives way to a session that names itself in the same trace. */
async function findBetter(
  scope: ProjectScope,
  { sessionId, rank }: NamedSession,
  traceIds: string[],
): Promise<NamedSession | undefined> {
  const aliases = await listSessionAliases(scope, traceIds);
  return aliases.find((known) => known.rank < rank && known.sessionId !== sessionId);
}

async function gather(scope: ProjectScope, named: NamedSession, traceIds: string[], folded: Folded): Promise<void> {
  const before = await listSessionAliases(scope, traceIds);
  const worse = before.filter(({ sessionId, rank }) => rank > named.rank && sessionId !== named.sessionId);
  // Conversations first: while a trace still points to one, a process that takes over finds it again.
  await foldInto(scope, [...new Set(worse.map(({ sessionId }) => sessionId))], named, folded);
  await saveSessionAliases(scope, { ...named, folded: false }, traceIds);
  // Of two sessions in one trace the first has the records that name none.
  const after = await listSessionAliases(scope, traceIds);
  const own = after.filter(({ sessionId }) => sessionId === named.sessionId).map(({ alias }) => alias);
  await foldInto(scope, await listKeysWithEntries(scope, own), named, folded);
}

async function foldInto(scope: ProjectScope, ids: string[], named: NamedSession, folded: Folded): Promise<void> {
  for (const id of ids) {
    const count = await fold(scope, id, named);
    folded.gone.add(id);
    if (count > 0) folded.grown.add(named.sessionId);
  }
}

/** Every step can be repeated, and the first makes sure that they all will be. */
async function fold(scope: ProjectScope, alias: string, named: NamedSession): Promise<number> {
  await saveSessionAliases(scope, { ...named, folded: true }, [alias]);
  const count = await moveEntries(scope, alias, named.sessionId);
  await deleteDigests(scope, [alias]);
  return count;
}
