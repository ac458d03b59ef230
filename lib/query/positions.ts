const NS_PER_US = 1000n;

/** A position in the session: milliseconds since it began, to the microsecond; negative before the beginning. */
export function toPositionMs(timeNs: bigint, startNs: bigint): number {
  return Number((timeNs - startNs) / NS_PER_US) / 1000;
}

/** As `toPositionMs`, where the time may be unknown. */
export function toPositionMsOrNull(timeNs: bigint | null, startNs: bigint): number | null {
  return timeNs === null ? null : toPositionMs(timeNs, startNs);
}

/** An instant as answers give it: ISO 8601 UTC with milliseconds. */
export function toIso(timeNs: bigint): string {
  return new Date(Number(timeNs / 1_000_000n)).toISOString();
}
