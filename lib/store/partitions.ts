import { pool } from "@/lib/db";

/**
 * Makes the journal's partitions for today and the given number of days ahead (UTC), and answers how many are new. Safe
 * to call by several processes at once. Source: `ensure_journal_partitions` in prisma/migrations/0001_init.
 */
export async function ensurePartitions(daysAhead: number): Promise<number> {
  const result = await pool().query<{ made: number }>("select ensure_journal_partitions($1) as made", [daysAhead]);
  return result.rows[0]?.made ?? 0;
}
