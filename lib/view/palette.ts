import { formatClock } from "./format";
import type { Moment } from "./moments";
import type { Row } from "./rows";

/** Something to go to in a session. `id` is unique in a list. */
export interface PaletteEntry {
  id: string;
  group: "Time" | "Moments" | "Turns and tools" | "Spans and logs";
  text: string;
  hint: string;
  /** Milliseconds on the session's clock. */
  atMs: number;
  recordId: string | null;
}

/** What the palette looks through. */
export interface PaletteSource {
  rows: readonly Row[];
  moments: readonly Moment[];
  endMs: number;
}

const GROUP_MAX = 8;
/** Spans are many and alike: few of them, and only for those who name one. */
const SPANS_MAX = 5;

/**
 * What fits the words, in groups: a time when the words are one, moments, turns and tools, then spans and logs. Without
 * words: the first of each but the last. Every word must occur, in any case and order.
 */
export function listPaletteEntries(query: string, source: PaletteSource): PaletteEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const timeMs = readTime(query);
  const isInside = timeMs !== null && timeMs <= source.endMs;
  const time: PaletteEntry[] = isInside
    ? [{ id: "time", group: "Time", text: `Go to ${formatClock(timeMs)}`, hint: "", atMs: timeMs, recordId: null }]
    : [];
  const moments = source.moments.filter((moment) => fits(`${moment.text} ${formatClock(moment.atMs)}`));
  const fitting = source.rows.filter((row) => fits(`${row.who} ${row.searchText}`));
  const turns = fitting.filter((row) => row.kind === "transcript" || row.kind === "tool" || row.kind === "handoff");
  const others = words.length === 0 ? [] : fitting.filter((row) => row.kind === "span" || row.kind === "log");
  return [
    ...time,
    ...moments.slice(0, GROUP_MAX).map(toMomentEntry),
    ...turns.slice(0, GROUP_MAX).map((row) => toRowEntry(row, "Turns and tools")),
    ...others.slice(0, SPANS_MAX).map((row) => toRowEntry(row, "Spans and logs")),
  ];
}

function toMomentEntry(moment: Moment, index: number): PaletteEntry {
  const { text, atMs, recordId } = moment;
  return { id: `moment ${index} ${atMs}`, group: "Moments", text, hint: formatClock(atMs), atMs, recordId };
}

function toRowEntry(row: Row, group: PaletteEntry["group"]): PaletteEntry {
  const text = `${row.who}: ${row.text}${row.detail ?? ""}`;
  return { id: row.id, group, text, hint: formatClock(row.atMs), atMs: row.atMs, recordId: row.id };
}

/** Milliseconds of `1:23`, `1:02:03.5`, `83`, `83.5 s`, `2m`, `1m30s`; null when the words are no time. */
export function readTime(text: string): number | null {
  const words = text.trim().toLowerCase();
  const clock = /^(?:(\d+):)?(\d{1,3}):(\d{1,2}(?:\.\d+)?)$/.exec(words);
  if (clock) return (Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3])) * 1000;
  const units = /^(?:(\d+)\s*m(?:in)?)?\s*(?:(\d+(?:\.\d+)?)\s*s?)?$/.exec(words);
  if (!units || (units[1] === undefined && units[2] === undefined)) return null;
  return (Number(units[1] ?? 0) * 60 + Number(units[2] ?? 0)) * 1000;
}
