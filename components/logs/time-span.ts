import { localTimeFrame, parseTimeWords } from "@/lib/filter/time-words";

export type TimeSpan = { ok: true; from: string; to: string | null } | { ok: false; message: string };

const SEPARATOR = /\s+(?:to|until|till|–|—|-)\s+/i;
const DAY_MS = 86_400_000;

/**
 * The time that words mean: `yesterday 14:00 to now`, `15m`, `monday to tuesday 9:00`. One time alone goes on until now; a day alone,
 * yesterday or earlier, is that day.
 */
export function readTimeSpan(words: string, nowMs: number): TimeSpan {
  const frame = localTimeFrame(nowMs);
  const [first = "", second, ...more] = words.trim().split(SEPARATOR);
  if (first === "" || more.length > 0) return { ok: false, message: "Write for instance yesterday 14:00 to now." };
  const from = parseTimeWords(first.replace(/^(?:since|from|last)\s+/i, ""), frame);
  if (!from.ok) return from;
  if (second === undefined) {
    const isDay = /^(?:yesterday|\d{4}-\d{1,2}-\d{1,2})$/i.test(first) && from.atMs + DAY_MS <= nowMs;
    return { ok: true, from: iso(from.atMs), to: isDay ? iso(from.atMs + DAY_MS) : null };
  }
  const to = parseTimeWords(second, frame);
  if (!to.ok) return to;
  if (to.atMs <= from.atMs) return { ok: false, message: "The end must come after the beginning." };
  return { ok: true, from: iso(from.atMs), to: second.toLowerCase() === "now" ? null : iso(to.atMs) };
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
