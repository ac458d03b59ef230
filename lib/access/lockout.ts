import { config } from "@/lib/config";
import { AppError } from "@/lib/errors";
import { forgetAttempt, saveAttempt } from "@/lib/store/logins";
import { addressOf, type FromAddress } from "./address";

const WINDOW_MS = 15 * 60_000;
const LOCK_MS = 15 * 60_000;
/** Many people may sit behind one address. */
const ADDRESS_SHARE = 3;

/** One try at a secret. */
export interface Attempt {
  /** It was right: failures of this account are forgotten. */
  succeed(): Promise<void>;
}

/**
 * Counts a try at the secret of `account` (an e-mail, a link, the set-up) before it is made. Failures of an account and of an address
 * are counted apart: the one stops guessing at a single account from everywhere, the other at all accounts from one place.
 * Counted in the database, so all web processes agree. Errors: `limited`, with the time when it may be tried again.
 */
export async function beginAttempt(call: FromAddress, account: string, now = new Date()): Promise<Attempt> {
  const max = config().loginFailuresMax;
  const limit = { windowMs: WINDOW_MS, lockMs: LOCK_MS };
  const subjects = [
    { subject: `address:${addressOf(call)}`, max: max * ADDRESS_SHARE },
    { subject: `account:${account}`, max },
  ] as const;
  for (const each of subjects) {
    const lockedUntil = await saveAttempt({ ...limit, ...each }, now);
    if (lockedUntil && lockedUntil > now) throw locked(lockedUntil.getTime() - now.getTime());
  }
  return { succeed: () => forgetAttempt(subjects[1].subject, subjects[0].subject) };
}

/**
 * Counts a secret of a link that no link has. Apart from logins: an old link that is opened again and again keeps nobody from logging
 * in. Errors: `limited`, with the time when it may be tried again.
 */
export async function countGuess(call: FromAddress, now = new Date()): Promise<void> {
  const max = config().loginFailuresMax * ADDRESS_SHARE;
  const limit = { subject: `share:${addressOf(call)}`, max, windowMs: WINDOW_MS, lockMs: LOCK_MS };
  const lockedUntil = await saveAttempt(limit, now);
  if (!lockedUntil || lockedUntil <= now) return;
  const retryAfterMs = lockedUntil.getTime() - now.getTime();
  throw new AppError("limited", "Too many links that do not exist were tried from your address.", { retryAfterMs });
}

function locked(retryAfterMs: number): AppError {
  const minutes = Math.max(1, Math.ceil(retryAfterMs / 60_000));
  const words = `Too many failed attempts. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}, or ask an owner for a reset link.`;
  return new AppError("limited", words, { retryAfterMs });
}
