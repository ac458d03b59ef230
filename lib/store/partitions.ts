import { pool } from "@/lib/db";

/**
 * Makes the journal's partitions for today and the given number of days ahead (UTC), and answers how many are new. Safe
 * to call by several processes at once. Source: `ensure_journal_partitions` in prisma/migrations/0001_init.
 */
export async function ensurePartitions(daysAhead: number): Promise<number> {
  const result = await pool().query<{ made: number }>("select ensure_journal_partitions($1) as made", [daysAhead]);
  return result.rows[0]?.made ?? 0;
}

/** One whole UTC day of the journal. */
export interface JournalDay {
  name: string;
  from: Date;
  to: Date;
}

const DAY_MS = 24 * 3600 * 1000;
const DAY_NAME = /^journal_entry_(\d{4})(\d{2})(\d{2})$/;

/** The days that the journal has partitions for, oldest first. */
export async function listJournalDays(): Promise<JournalDay[]> {
  const { rows } = await pool().query<{ name: string }>({
    name: "list-journal-days",
    text: `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'journal_entry'::regclass order by c.relname`,
  });
  return rows.flatMap(({ name }) => {
    const [, year, month, day] = DAY_NAME.exec(name) ?? [];
    if (!day) return [];
    const from = new Date(`${year}-${month}-${day}T00:00:00Z`);
    return [{ name, from, to: new Date(from.getTime() + DAY_MS) }];
  });
}

/** Who writes must not wait for longer than this; another time will do. */
const LOCK_MS_MAX = 2_000;

/**
 * Drops a day of the journal with all that is in it. Answers false when it could not get hold of the table within two seconds, or when
 * entries of that day came this moment, by an import, and no digest has seen them: then nothing has changed.
 */
export async function dropJournalDay({ name, to }: JournalDay): Promise<boolean> {
  if (!DAY_NAME.test(name)) throw new Error(`${name} is no day of the journal`);
  const client = await pool().connect();
  try {
    await client.query("begin");
    await client.query(`set local lock_timeout = ${LOCK_MS_MAX}`);
    // What dropping a partition locks anyway. Nobody adds entries from here on.
    await client.query("lock table only journal_entry in access exclusive mode");
    const { rowCount } = await client.query(
      "select from activity where first_at < $1 and last_at > now() - interval '1 day' limit 1",
      [to],
    );
    if (rowCount === 0) await client.query(`drop table if exists "${name}"`);
    await client.query("commit");
    return rowCount === 0;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    // lock_not_available. Source: PostgreSQL manual, appendix A.
    if ((error as { code?: string }).code === "55P03") return false;
    throw error;
  } finally {
    client.release();
  }
}
