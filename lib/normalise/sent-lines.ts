import type { LineLevel, ParsedLine } from "@/lib/model/lines";
import type { EventRecord } from "@/lib/wire/lines/batch";
import type { SentLine } from "@/lib/wire/lines/sent-lines";
import { toLineLevel } from "./line-levels";
import { parseLine, withSent } from "./lines";

/** Four severity numbers a level, from 1 on. Source: opentelemetry-proto, logs.proto, SeverityNumber. */
const LEVELS: readonly LineLevel[] = ["trace", "debug", "info", "warn", "error", "fatal"];
const NUMBERS_A_LEVEL = 4;

const OF_EVENT: Readonly<Record<EventRecord["event"], LineLevel>> = {
  started: "info",
  draining: "info",
  exited: "info",
  restarted: "warn",
  "out-of-memory": "fatal",
  dropped: "warn",
  sidecar: "warn",
};

const NOTHING_MORE = { roomId: null, roomName: null, jobId: null, livekitWorkerId: null, exception: null } as const;

/** What a sent line says, together with what was sent beside it. A level beside the text counts more than the text's own. */
export function toParsedLine(sent: SentLine): ParsedLine {
  const { raw, fields, severity, event, stream } = sent;
  if (stream === "system") {
    return { ...NOTHING_MORE, atMs: null, level: levelOf(event), message: raw, logger: null, fields: fields ?? {} };
  }
  const parsed = withSent(parseLine(raw), fields);
  const level = severity && (levelOfNumber(severity.number) ?? toLineLevel(severity.text));
  return level ? { ...parsed, level } : parsed;
}

/** What stands for lines that are missing, as a line of ours. */
export function toParsedNotice(message: string): ParsedLine {
  return { ...NOTHING_MORE, atMs: null, level: "warn", message, logger: null, fields: {} };
}

function levelOf(event: EventRecord | null): LineLevel | null {
  if (!event) return null;
  const isFailure = event.event === "exited" && (event.signal !== undefined || (event.code ?? 0) !== 0);
  return isFailure ? "error" : (OF_EVENT[event.event] ?? "info");
}

function levelOfNumber(number: number): LineLevel | null {
  return number > 0 ? (LEVELS[Math.floor((number - 1) / NUMBERS_A_LEVEL)] ?? "fatal") : null;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3600 * 1000;
/** A clock may be ahead of ours by this much and is still believed. */
const AHEAD_MS_MAX = 3600 * 1000;

/**
 * When a line was printed, ms since the epoch. The sender's time, for it read the line the moment that it was printed; the line's
 * own time where the sender tells none, or tells one that is later by more than a minute (the file was read afterwards). Ours
 * (`isSent` false) where that is older than lines are kept, or ahead by more than an hour.
 */
export function toLineTime(
  times: { sentMs: number | null; ownMs: number | null },
  receivedMs: number,
  lineDays: number,
): { atMs: number; isSent: boolean } {
  const isPlausible = (ms: number | null): ms is number =>
    ms !== null && ms <= receivedMs + AHEAD_MS_MAX && ms > receivedMs - lineDays * DAY_MS;
  const { sentMs, ownMs } = times;
  const own = isPlausible(ownMs) ? ownMs : null;
  if (own !== null && (sentMs === null || own < sentMs - MINUTE_MS)) return { atMs: own, isSent: true };
  if (isPlausible(sentMs)) return { atMs: sentMs, isSent: true };
  return { atMs: own ?? receivedMs, isSent: own !== null };
}
