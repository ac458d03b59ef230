import { log } from "@/lib/log";
import { ensurePartitions } from "@/lib/store/partitions";
import { deleteOldAliases } from "@/lib/store/session-aliases";

/** A process that is down for a weekend leaves the others enough days. */
const DAYS_AHEAD = 3;

/** Sees to it that the journal has a partition for every day that comes. */
export async function makePartitions(): Promise<{ isMore: boolean }> {
  const made = await ensurePartitions(DAYS_AHEAD);
  if (made > 0) log.info("partitions made", { count: made });
  return { isMore: false };
}

/** Forgets other names of sessions that nobody needs any more. */
export async function forgetAliases(): Promise<{ isMore: boolean }> {
  await deleteOldAliases();
  return { isMore: false };
}
