import type { JournalEntry, Signal } from "@/lib/model/journal";
import type { ReadBounds } from "@/lib/model/records";

/** The part of a session that is decoded, and from when on there is more; null when it is the whole. */
export interface ShownPart {
  entries: JournalEntry[];
  cutAt: Date | null;
}

/** What tells most of a session in few bytes: it is shown whatever else is not. */
const FIRST: ReadonlySet<Signal> = new Set(["recording"]);

/**
 * As many entries as are within the bounds, in the order in which they came, recordings before all others. Sizes are those that the
 * bodies have when inflated, by their own word (the last four bytes of gzip), so that nothing is inflated to find out.
 */
export function toShownPart(entries: readonly JournalEntry[], bounds: ReadBounds | undefined): ShownPart {
  const whole = { entries: [...entries], cutAt: null };
  if (!bounds) return whole;
  const left = { ...bounds };
  const take = (entry: JournalEntry): boolean => {
    left.bytes -= inflatedBytes(entry.body);
    left.records -= entry.recordCount;
    return left.bytes >= 0 && left.records >= 0;
  };
  if (entries.every(take)) return whole;
  Object.assign(left, bounds);
  const sorted = [...entries].sort(
    (a, b) => a.receivedAt.getTime() - b.receivedAt.getTime() || (a.seq < b.seq ? -1 : 1),
  );
  const inTurn = [
    ...sorted.filter(({ signal }) => FIRST.has(signal)),
    ...sorted.filter(({ signal }) => !FIRST.has(signal)),
  ];
  const cut = inTurn.findIndex((entry) => !take(entry));
  return { entries: inTurn.slice(0, cut), cutAt: inTurn[cut]?.receivedAt ?? null };
}

/** What to say of a session of which only a part is shown. */
export function toCutWords({ cutAt }: ShownPart): string[] {
  if (cutAt === null) return [];
  const at = cutAt.toISOString().replace(/\.\d+Z$/, "Z");
  const why = "the session is larger than this server reads at once (SESSION_BYTES_MAX, SESSION_RECORDS_MAX)";
  return [`Shown up to what arrived by ${at}: ${why}. What came later is kept, but neither shown nor counted.`];
}

/** ISIZE. Source: RFC 1952, section 2.3.1. A body too short for it, or of several members, counts at least as it is. */
function inflatedBytes(body: Uint8Array): number {
  if (body.length < 18) return body.length;
  const byte = (fromEnd: number) => body[body.length - fromEnd] as number;
  return Math.max(body.length, byte(4) + byte(3) * 2 ** 8 + byte(2) * 2 ** 16 + byte(1) * 2 ** 24);
}
