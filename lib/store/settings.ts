import { pool } from "@/lib/db";

/**
 * Keeps one value for the whole installation unless there is one, and answers the one that is kept: of several processes
 * that start at once, all get the winner's.
 */
export async function saveSettingOnce(name: string, value: string): Promise<string> {
  const result = await pool().query<{ value: string }>({
    text: `with saved as (insert into setting (name, value) values ($1, $2) on conflict do nothing returning value)
      select value from saved union all select value from setting where name = $1 limit 1`,
    values: [name, value],
  });
  // The winner committed while this statement waited for it: its snapshot is too old to see the row, a new one is not.
  return result.rows[0]?.value ?? saveSettingOnce(name, value);
}
