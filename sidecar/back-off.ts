/** What a try came to: `later` may work soon, `refused` will not before somebody changes something. */
export type Failure = { kind: "later" | "refused"; retryAfterMs: number | null };

const LATER_MS = { first: 500, most: 30_000 };
const REFUSED_MS = { first: 15_000, most: 300_000 };
/** A server that asks for more is not believed. */
const RETRY_AFTER_MS_MAX = 600_000;

/**
 * How long to wait after the nth failure in a row (from 1), ms: doubled each time, half of it by chance, so that a hundred agents do
 * not come back at one moment; never earlier than the server asked for. Pure: `random` in 0..1 is handed in.
 */
export function backOffMs(failures: number, failure: Failure, random: number): number {
  const { first, most } = failure.kind === "later" ? LATER_MS : REFUSED_MS;
  const wholeMs = Math.min(most, first * 2 ** Math.min(failures - 1, 20));
  const waitMs = wholeMs / 2 + (wholeMs / 2) * random;
  if (failure.retryAfterMs === null) return waitMs;
  const askedMs = Math.min(failure.retryAfterMs, RETRY_AFTER_MS_MAX);
  return Math.max(waitMs, askedMs * (1 + random / 10));
}

/** A status in words for back-off. 4xx that cannot work again are `refused`: the key, the address or the server must change. */
export function failureOf(status: number, retryAfter: string | undefined, now: number): Failure {
  const isLater = status === 408 || status === 425 || status === 429 || status >= 500;
  return { kind: isLater ? "later" : "refused", retryAfterMs: retryAfterMs(retryAfter, now) };
}

/** Source: RFC 9110, section 10.2.3: seconds or a date. */
function retryAfterMs(text: string | undefined, now: number): number | null {
  if (!text) return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
