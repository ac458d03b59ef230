/**
 * Every number and date that a person reads is written here and nowhere else. Input units stand in the parameter's
 * name; nothing throws: what is not finite becomes a dash. Dates are shown in `timeZone`, by default the reader's own.
 */
const DASH = "–";
const THIN_MINUS = "−";

// Making one of these costs forty times what using it does, and a session of 10,000 spans uses thousands.
const numberFormats = new Map<number, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** Position on the session's clock: `01:23.4`, `1:02:03.4` from one hour on, `−00:01.5` before the start. Cuts, never rounds up. */
export function formatClock(ms: number): string {
  if (!Number.isFinite(ms)) return DASH;
  const tenths = Math.floor(Math.abs(ms) / 100 + 1e-6);
  const sign = ms < 0 && tenths > 0 ? THIN_MINUS : "";
  return `${sign}${clockOf(Math.floor(tenths / 10), 2)}.${tenths % 10}`;
}

/** The same clock to the millisecond, for lists and details: `01:23.456`, `−00:00.003` before the start. Cuts. */
export function formatClockMs(ms: number): string {
  if (!Number.isFinite(ms)) return DASH;
  const whole = Math.floor(Math.abs(ms) + 1e-6);
  const sign = ms < 0 && whole > 0 ? THIN_MINUS : "";
  return `${sign}${clockOf(Math.floor(whole / 1000), 2)}.${String(whole % 1000).padStart(3, "0")}`;
}

/** A time of a WebVTT cue: `01:02:03.456`, hours always; nothing stands before 0. Source: W3C WebVTT, "WebVTT timestamp". */
export function formatCueTime(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  const two = (part: number) => String(part).padStart(2, "0");
  const seconds = Math.floor(whole / 1000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":");
  return `${clock}.${String(whole % 1000).padStart(3, "0")}`;
}

/** The same clock in whole seconds, for axis ticks: `01:23`. */
export function formatTick(ms: number): string {
  if (!Number.isFinite(ms)) return DASH;
  const seconds = Math.floor(Math.abs(ms) / 1000 + 1e-6);
  return `${ms < 0 && seconds > 0 ? THIN_MINUS : ""}${clockOf(seconds, 2)}`;
}

/** A length as people say it: `0:47`, `12:40`, `1:02:05`; a dash when unknown. Cuts, as a clock does. */
export function formatDuration(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return DASH;
  return clockOf(Math.floor(Math.max(0, ms) / 1000 + 1e-6), 1);
}

/** A length with its tenths, for headers: `1:33.5`. */
export function formatDurationExact(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return DASH;
  const tenths = Math.round(Math.max(0, ms) / 100);
  return `${clockOf(Math.floor(tenths / 10), 1)}.${tenths % 10}`;
}

/** A wait, always in seconds so that a column compares at a glance: `0.84 s`, `12.3 s`. */
export function formatLatency(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return DASH;
  const seconds = ms / 1000;
  return `${seconds.toFixed(Math.abs(seconds) < 9.995 ? 2 : 1)} s`;
}

/** A machine's time in the unit that reads best: `0.4 ms`, `357 ms`, `1.62 s`, `2:05`. */
export function formatMs(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return DASH;
  const size = Math.abs(ms);
  if (size < 9.95) return `${trimZero(ms.toFixed(1))} ms`;
  if (size < 999.5) return `${Math.round(ms)} ms`;
  if (size < 119_950) return formatLatency(ms);
  return formatDuration(ms);
}

/** Seconds of audio that a model was billed for: `84.3 s`. */
export function formatSeconds(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return DASH;
  return `${grouped(ms / 1000, 1)} s`;
}

/** How long ago, in one unit: `5 s`, `12 min`, `3 h`, `4 d`; nothing is in the future. */
export function formatAge(ms: number): string {
  if (!Number.isFinite(ms)) return DASH;
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 100) return `${seconds} s`;
  if (seconds < 100 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}

/** Something a second, in few characters: `0`, `0.2`, `14`, `1.2k`. */
export function formatRate(perSecond: number): string {
  if (!Number.isFinite(perSecond)) return DASH;
  if (perSecond <= 0) return "0";
  if (perSecond < 0.1) return "<0.1";
  if (perSecond < 9.95) return trimZero(perSecond.toFixed(1));
  return formatCount(perSecond);
}

/** A count in few characters: `717`, `3.1k`, `24.0k`, `1.2M`. */
export function formatCount(count: number | null): string {
  if (count === null || !Number.isFinite(count)) return DASH;
  const size = Math.abs(count);
  if (size < 1000) return String(Math.round(count));
  if (size < 999_950) return `${(count / 1000).toFixed(1)}k`;
  return `${(count / 1_000_000).toFixed(1)}M`;
}

/** A count in full: `3,070`. */
export function formatWhole(count: number | null): string {
  if (count === null || !Number.isFinite(count)) return DASH;
  return grouped(count, 0);
}

/** A share of one: `0.93`, as speech recognisers report certainty. */
export function formatConfidence(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return DASH;
  return share.toFixed(2);
}

/** Bytes in decimal units, as disks and browsers show them: `812 B`, `1.4 MB`. */
export function formatBytes(sizeBytes: number | null): string {
  if (sizeBytes === null || !Number.isFinite(sizeBytes)) return DASH;
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = sizeBytes;
  let index = 0;
  while (Math.abs(value) >= 999.5 && index < units.length - 1) {
    value /= 1000;
    index += 1;
  }
  return `${index === 0 ? Math.round(value) : value.toFixed(1)} ${units[index]}`;
}

/** `12:31:02`, 24 hours. `at` is an ISO instant. */
export function formatTimeOfDay(at: string, timeZone?: string): string {
  return inZone(at, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }, timeZone);
}

/** `21 Nov`, with the year when it is not the year of `nowMs`. */
export function formatDate(at: string, nowMs: number, timeZone?: string): string {
  const isThisYear = yearOf(at, timeZone) === yearOf(new Date(nowMs).toISOString(), timeZone);
  return inZone(at, { day: "numeric", month: "short", ...(isThisYear ? {} : { year: "numeric" }) }, timeZone);
}

/** Nothing for today (the time says enough), else `formatDate`. */
export function formatDayUnlessToday(at: string, nowMs: number, timeZone?: string): string {
  const parts: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric" };
  const isToday = inZone(at, parts, timeZone) === inZone(new Date(nowMs).toISOString(), parts, timeZone);
  return isToday ? "" : formatDate(at, nowMs, timeZone);
}

/** The whole instant with its zone, for titles and headers: `21 Nov 2026, 12:04:33 UTC`. */
export function formatDateTime(at: string, timeZone?: string): string {
  const day = inZone(at, { day: "numeric", month: "short", year: "numeric" }, timeZone);
  if (day === DASH) return DASH;
  return `${day}, ${formatTimeOfDay(at, timeZone)} ${formatZone(at, timeZone)}`;
}

/** The wall clock to the millisecond, for titles: `21 Nov 2026, 12:04:33.168 UTC`. */
export function formatInstant(at: string, timeZone?: string): string {
  const day = inZone(at, { day: "numeric", month: "short", year: "numeric" }, timeZone);
  if (day === DASH) return DASH;
  const ms = String(new Date(at).getUTCMilliseconds()).padStart(3, "0");
  return `${day}, ${formatTimeOfDay(at, timeZone)}.${ms} ${formatZone(at, timeZone)}`;
}

/** A span of time of which one end may be open: `21 Nov, 12:00 – 22 Nov, 08:30`, `since 21 Nov, 12:00`. */
export function formatTimeSpan(from: string | null, to: string | null, timeZone?: string): string {
  const text = (at: string) =>
    inZone(at, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, timeZone);
  if (from === null) return to === null ? DASH : `until ${text(to)}`;
  return to === null ? `since ${text(from)}` : `${text(from)} – ${text(to)}`;
}

/** An instant as a field for date and time holds it, in the reader's zone: `2026-11-21T12:00`; "" for none. */
export function formatInputTime(at: string | null): string {
  const date = at === null ? null : new Date(at);
  if (date === null || Number.isNaN(date.getTime())) return "";
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The zone's short name at that instant: `UTC`, `CET`, `GMT+5:30`. */
export function formatZone(at: string, timeZone?: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return DASH;
  const parts = dateFormat({ timeZone, timeZoneName: "short" }).formatToParts(date);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}

/** `1 turn`, `7 turns`: the count with its noun; irregular plurals are given. */
export function formatPlural(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatWhole(count)} ${count === 1 ? noun : plural}`;
}

function clockOf(totalSeconds: number, minuteDigits: 1 | 2): string {
  const hours = Math.floor(totalSeconds / 3600);
  const minutes = Math.floor((totalSeconds % 3600) / 60);
  const seconds = String(totalSeconds % 60).padStart(2, "0");
  if (hours > 0) return `${hours}:${String(minutes).padStart(2, "0")}:${seconds}`;
  return `${String(minutes).padStart(minuteDigits, "0")}:${seconds}`;
}

function grouped(value: number, decimals: number): string {
  const known = numberFormats.get(decimals);
  if (known) return known.format(value);
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const format = new Intl.NumberFormat("en-US", digits);
  numberFormats.set(decimals, format);
  return format.format(value);
}

function trimZero(text: string): string {
  return text.replace(/\.0$/, "");
}

function yearOf(at: string, timeZone: string | undefined): string {
  return inZone(at, { year: "numeric" }, timeZone);
}

function inZone(at: string, options: Intl.DateTimeFormatOptions, timeZone: string | undefined): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return DASH;
  return dateFormat({ ...options, timeZone }).format(date);
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  const known = dateFormats.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-GB", options);
  dateFormats.set(key, format);
  return format;
}
