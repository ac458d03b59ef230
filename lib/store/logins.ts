import { pool } from "@/lib/db";

export interface NewLogin {
  tokenHash: Uint8Array;
  personId: string;
  expiresAt: Date;
  address: string | null;
  browser: string | null;
}

/** Keeps a browser's login. */
export async function saveLogin(login: NewLogin): Promise<void> {
  await pool().query({
    text: `insert into login (token_hash, person_id, expires_at, address, browser) values ($1, $2, $3, $4, $5)`,
    values: [Buffer.from(login.tokenHash), login.personId, login.expiresAt, login.address, login.browser],
  });
}

/** The browser was here: it stays logged in until `expiresAt`. */
export async function renewLogin(tokenHash: Uint8Array, expiresAt: Date): Promise<void> {
  await pool().query("update login set seen_at = now(), expires_at = $2 where token_hash = $1", [
    Buffer.from(tokenHash),
    expiresAt,
  ]);
}

/** Logs this browser out. */
export async function deleteLogin(tokenHash: Uint8Array): Promise<void> {
  await pool().query("delete from login where token_hash = $1", [Buffer.from(tokenHash)]);
}

/** Logs the person out everywhere; answers of how many browsers. */
export async function deleteLogins(personId: string): Promise<number> {
  const result = await pool().query("delete from login where person_id = $1", [personId]);
  return result.rowCount ?? 0;
}

/** How failures are counted: `max` of them within `windowMs` lock the subject for `lockMs`. */
export interface FailureLimit {
  subject: string;
  max: number;
  windowMs: number;
  lockMs: number;
}

/**
 * Counts one attempt before it is tried, so that many at the same moment cannot all slip through, and answers until when the subject
 * is locked; null: it may try. While locked, attempts do not count, so the lock ends.
 */
export async function saveAttempt({ subject, max, windowMs, lockMs }: FailureLimit, now: Date): Promise<Date | null> {
  const result = await pool().query<{ locked_until: Date | null; count: number }>({
    text: `insert into login_failure as f (subject, count, last_at) values ($1, 1, $2)
      on conflict (subject) do update set
        count = case when f.locked_until > $2 then f.count
          when f.locked_until is not null or f.last_at < $3 then 1 else f.count + 1 end,
        last_at = $2,
        locked_until = case when f.locked_until > $2 then f.locked_until
          when f.locked_until is null and f.last_at >= $3 and f.count >= $4 then $5 end
      returning locked_until, count`,
    values: [subject, now, new Date(now.getTime() - windowMs), max, new Date(now.getTime() + lockMs)],
  });
  return result.rows[0]?.locked_until ?? null;
}

/** The attempt was none: the account's count begins anew, and an address gets its one back. */
export async function forgetAttempt(account: string, address: string): Promise<void> {
  await pool().query({
    text: `with gone as (delete from login_failure where subject = $1)
      update login_failure set count = greatest(count - 1, 0) where subject = $2`,
    values: [account, address],
  });
}

/** Removes logins, attempts and links that time has made void. */
export async function deleteExpired(now: Date): Promise<void> {
  const dayAgo = new Date(now.getTime() - 24 * 3600_000);
  await pool().query("delete from login where expires_at < $1", [now]);
  await pool().query("delete from login_failure where last_at < $1 and (locked_until is null or locked_until < $1)", [
    dayAgo,
  ]);
  await pool().query("delete from invite where expires_at < $1 or used_at < $1", [dayAgo]);
}
