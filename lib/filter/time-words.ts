/** What words for a time stand on: the present, and how far local clocks are ahead of UTC at an instant, in minutes. */
export interface TimeFrame {
  nowMs: number;
  offsetMinAt: (atMs: number) => number;
}

export type TimeWords = { ok: true; atMs: number } | { ok: false; message: string };

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const UNIT_MS = new Map<string, number>([
  ...["s", "sec", "secs", "second", "seconds"].map((unit) => [unit, SECOND_MS] as const),
  ...["m", "min", "mins", "minute", "minutes"].map((unit) => [unit, MINUTE_MS] as const),
  ...["h", "hr", "hrs", "hour", "hours"].map((unit) => [unit, HOUR_MS] as const),
  ...["d", "day", "days"].map((unit) => [unit, DAY_MS] as const),
  ...["w", "week", "weeks"].map((unit) => [unit, 7 * DAY_MS] as const),
]);
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
/** The times that `Date` knows. Source: ECMA-262, 21.4.1.1. */
const DATE_MS_MAX = 8.64e15;

const AGO = /^-?(?:(\d+(?:\.\d+)?)\s*([a-z]+)\s*)(?:ago)?$/;
const ISO_WITH_ZONE = /^\d{4}-\d\d-\d\dt[\d:.]+(?:z|[+-]\d\d:?\d\d)$/;
const DAY = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const CLOCK = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,3}))?)?$/;

/** The frame of this process or browser: its own clock's zone. */
export function localTimeFrame(nowMs: number): TimeFrame {
  return { nowMs, offsetMinAt: (atMs) => -new Date(atMs).getTimezoneOffset() };
}

/**
 * The instant that a person means by `now`, `15m`, `2h ago`, `yesterday 14:00`, `monday 9:30`, `14:00` (today), `2026-11-20`,
 * `2026-11-20 10:00:05.250` or ISO 8601 with a zone. A day alone is its beginning; a weekday is the last one that began.
 * Units: ms since the epoch. Errors: none thrown; `message` says in words what can be written.
 */
export function parseTimeWords(text: string, frame: TimeFrame): TimeWords {
  const words = text.trim().toLowerCase().replace(/\s+/g, " ");
  const atMs = words === "now" ? frame.nowMs : (agoMs(words, frame) ?? isoMs(words) ?? wallMs(words, frame));
  if (atMs !== null && Math.abs(atMs) <= DATE_MS_MAX) return { ok: true, atMs };
  const examples = "now, 15m, 2h ago, yesterday 14:00, 2026-11-20 10:00 or 2026-11-20T10:00:00Z";
  return { ok: false, message: `“${text.trim()}” is no time. Write for instance ${examples}.` };
}

function agoMs(words: string, { nowMs }: TimeFrame): number | null {
  const [, count, unit] = AGO.exec(words) ?? [];
  const unitMs = UNIT_MS.get(unit ?? "");
  return unitMs === undefined ? null : nowMs - Number(count) * unitMs;
}

function isoMs(words: string): number | null {
  if (!ISO_WITH_ZONE.test(words)) return null;
  const ms = Date.parse(words.toUpperCase());
  return Number.isNaN(ms) ? null : ms;
}

/** A day and a time of day by the local clock. */
function wallMs(words: string, frame: TimeFrame): number | null {
  const [first = "", second, ...more] = words.replace(/^(\d{4}-\d{1,2}-\d{1,2})t/, "$1 ").split(" ");
  if (more.length > 0) return null;
  const hasDay = second !== undefined || !CLOCK.test(first);
  const dayMs = hasDay ? dayWallMs(first, frame) : dayWallMs("today", frame);
  const clock = hasDay ? second : first;
  const clockMs = clock === undefined ? 0 : clockWallMs(clock);
  return dayMs === null || clockMs === null ? null : toInstantMs(dayMs + clockMs, frame);
}

/** The beginning of a day as if local clocks showed UTC. */
function dayWallMs(word: string, { nowMs, offsetMinAt }: TimeFrame): number | null {
  const wallNowMs = nowMs + offsetMinAt(nowMs) * MINUTE_MS;
  const todayMs = Math.floor(wallNowMs / DAY_MS) * DAY_MS;
  if (word === "today") return todayMs;
  if (word === "yesterday") return todayMs - DAY_MS;
  const weekday = WEEKDAYS.findIndex((name) => name === word || (word.length === 3 && name.startsWith(word)));
  if (weekday >= 0) return todayMs - ((new Date(todayMs).getUTCDay() - weekday + 7) % 7) * DAY_MS;
  const [, year, month, day] = DAY.exec(word) ?? [];
  if (year === undefined) return null;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  // February 30 would silently be a day of March.
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) ? date.getTime() : null;
}

function clockWallMs(word: string): number | null {
  const [, hours, minutes, seconds = "0", fraction = ""] = CLOCK.exec(word) ?? [];
  if (hours === undefined || Number(hours) > 24 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const milliseconds = fraction === "" ? 0 : Number(`0.${fraction}`) * SECOND_MS;
  return Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS + Math.round(milliseconds);
}

/** Asked twice: near a change of the clocks the first guess may have the other side's offset. */
function toInstantMs(wallMs: number, { offsetMinAt }: TimeFrame): number {
  const guessMs = wallMs - offsetMinAt(wallMs) * MINUTE_MS;
  return wallMs - offsetMinAt(guessMs) * MINUTE_MS;
}
