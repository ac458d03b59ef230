import type { PoolClient } from "pg";
import { pool } from "@/lib/db";

/** How long a request that comes again is known: shippers give up, or have had their answer, long before. */
const KNOWN_MINUTES = 10;

/**
 * Notes in the transaction of a flush which requests it holds, and answers the places of those that were stored before, also by another
 * process, or stand in it twice. `digests`: null for requests that are not told apart so. A flush has the project's lock, so nobody is
 * between looking and noting.
 */
export async function takeRepeated(
  client: PoolClient,
  projectId: string,
  digests: readonly (Buffer | null)[],
): Promise<ReadonlySet<number>> {
  const wanted = digests.flatMap((digest) => (digest ? [digest] : []));
  if (wanted.length === 0) return new Set();
  const { rows } = await client.query<{ digest: Buffer }>({
    name: "note-line-requests",
    text: `insert into line_request as known (project_id, digest) select distinct $1, digest from unnest($2::bytea[]) as sent (digest)
      on conflict (project_id, digest) do update set received_at = now()
        where known.received_at < now() - make_interval(mins => ${KNOWN_MINUTES})
      returning digest`,
    values: [projectId, wanted],
  });
  const fresh = new Set(rows.map(({ digest }) => digest.toString("hex")));
  const repeated = new Set<number>();
  digests.forEach((digest, place) => {
    // Of two in one flush the first takes it.
    if (digest && !fresh.delete(digest.toString("hex"))) repeated.add(place);
  });
  return repeated;
}

/** Forgets requests that nobody sends again. */
export async function deleteOldLineRequests(now: Date): Promise<void> {
  const before = new Date(now.getTime() - KNOWN_MINUTES * 60_000);
  await pool().query({ text: "delete from line_request where received_at < $1", values: [before] });
}
