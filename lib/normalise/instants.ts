import type { SentLog } from "@/lib/wire/otlp/records";

/** Larger Unix times than this are milliseconds: as seconds it is the year 5138, as milliseconds 1973 (PROTOCOL §4.1). */
const SECONDS_MAX = 1e11;

/** The year 9999: what is larger is no time, whatever its unit. Unix seconds. */
const INSTANT_SECONDS_MAX = 253_402_300_799;

/** Text such as `2026-11-21T12:04:33.189730816Z`: the part up to the seconds has this length. */
const WHOLE_SECONDS_LENGTH = 19;

/**
 * An instant from any spelling that the SDKs use: Unix seconds or milliseconds as number (told apart by size), or RFC 3339
 * text with up to nine digits. Unit: Unix nanoseconds. null when it is none of these, or the epoch itself ("not set").
 * Source: PROTOCOL §4.1 (`created_at`), §5.2 (`session.report_timestamp`, RFC 3339 times), trap T2.
 */
export function toInstantNs(value: unknown): bigint | null {
  if (typeof value === "number") return numberToNs(value);
  if (typeof value !== "string" || value === "") return null;
  if (value.charCodeAt(4) === 45) return textToNs(value);
  return numberToNs(Number(value));
}

/** When a log record was made; where it does not say so, when its sender saw it. Unix nanoseconds. Source: OpenTelemetry, logs data model. */
export function loggedNs({ timeNs, observedNs }: Pick<SentLog, "timeNs" | "observedNs">): bigint {
  return timeNs === 0n ? observedNs : timeNs;
}

function numberToNs(value: number): bigint | null {
  if (!Number.isFinite(value) || value <= 0) return null;
  const seconds = value > SECONDS_MAX ? value / 1e3 : value;
  if (seconds > INSTANT_SECONDS_MAX) return null;
  // A double holds today's seconds to a quarter of a microsecond: more digits would be invented.
  const whole = Math.floor(seconds);
  return BigInt(whole) * 1_000_000_000n + BigInt(Math.round((seconds - whole) * 1e6)) * 1000n;
}

function textToNs(value: string): bigint | null {
  const utc = value.endsWith("Z");
  if (utc && value.charCodeAt(WHOLE_SECONDS_LENGTH) === 46) {
    const wholeMs = Date.parse(`${value.slice(0, WHOLE_SECONDS_LENGTH)}Z`);
    const digits = value.slice(WHOLE_SECONDS_LENGTH + 1, -1);
    const fractionNs = Number(digits.slice(0, 9).padEnd(9, "0"));
    if (Number.isNaN(wholeMs) || !Number.isInteger(fractionNs)) return null;
    return BigInt(wholeMs) * 1_000_000n + BigInt(fractionNs);
  }
  const ms = Date.parse(value);
  return Number.isNaN(ms) || ms === 0 ? null : BigInt(ms) * 1_000_000n;
}

/** Truncates to whole milliseconds, so that an instant and its ISO text are the same. Unit: Unix nanoseconds. */
export function toWholeMs(timeNs: bigint): bigint {
  return timeNs - (timeNs % 1_000_000n);
}

/** The distance of two instants in milliseconds, with the fraction that a double can hold. */
export function spanMs(startNs: bigint, endNs: bigint): number {
  return Number(endNs - startNs) / 1e6;
}

/**
 * Seconds as milliseconds, to the microsecond: more digits of a measured duration are noise of the multiplication. What no
 * duration can be (a sender may say 1e308) stays within the safe integers: JSON has no word for infinity.
 */
export function secondsToMs(seconds: number): number {
  const ms = Math.round(seconds * 1e6) / 1e3;
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, ms));
}

/** The earlier of two instants, either of which may be unknown. */
export function earlier(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null) return b;
  return b === null || a < b ? a : b;
}

/** The later of two instants, either of which may be unknown. */
export function later(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null) return b;
  return b === null || a > b ? a : b;
}

/** Order of two instants for `sort`. */
export function compareNs(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
