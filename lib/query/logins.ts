import { pool } from "@/lib/db";

/** Who is logged in in a browser. */
export interface KnownLogin {
  personId: string;
  email: string;
  name: string;
  seenAt: Date;
}

interface LoginRow {
  person_id: string;
  email: string;
  name: string;
  seen_at: Date;
}

/** The login of that token's SHA-256; null when there is none or it has expired. */
export async function loadLogin(tokenHash: Uint8Array, now: Date): Promise<KnownLogin | null> {
  const result = await pool().query<LoginRow>({
    name: "load-login",
    text: `select person_id, email, name, seen_at from login join person on person.id = person_id
      where token_hash = $1 and expires_at > $2`,
    values: [Buffer.from(tokenHash), now],
  });
  const row = result.rows[0];
  return row ? { personId: row.person_id, email: row.email, name: row.name, seenAt: row.seen_at } : null;
}

/** In how many browsers the person is logged in. */
export async function countLogins(personId: string, now: Date): Promise<number> {
  const result = await pool().query<{ count: number }>({
    text: "select count(*)::int as count from login where person_id = $1 and expires_at > $2",
    values: [personId, now],
  });
  return result.rows[0]?.count ?? 0;
}
