import { formatClock } from "./format";
import type { Moment } from "./moments";
import type { Row } from "./rows";

/** Something to go to. `id` is unique in a list. */
export interface PaletteEntry {
  id: string;
  group: "Time" | "Moments" | "Turns and tools" | "Screens";
  text: string;
  hint: string;
  /** Milliseconds on the session's clock. */
  atMs: number | null;
  recordId: string | null;
  href: string | null;
}

/** What the palette looks through. */
export interface PaletteSource {
  rows: readonly Row[];
  moments: readonly Moment[];
  screens: readonly { text: string; href: string }[];
  endMs: number;
}

const GROUP_MAX = 8;

/**
 * What fits the words, in groups: a time when the words are one, moments, turns and tools, screens. Without words: the first
 * of each. Every word must occur, in any case and order.
 */
export function listPaletteEntries(query: string, source: PaletteSource): PaletteEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const timeMs = readTime(query);
  const isInside = timeMs !== null && timeMs <= source.endMs;
  const time: PaletteEntry[] = isInside
    ? [{ ...NOTHING, id: "time", group: "Time", text: `Go to ${formatClock(timeMs)}`, atMs: timeMs }]
    : [];
  const moments = source.moments.filter((moment) => fits(`${moment.text} ${formatClock(moment.atMs)}`));
  const rows = source.rows.filter(
    (row) => (row.kind === "transcript" || row.kind === "tool") && fits(`${row.who} ${row.searchText}`),
  );
  const screens = source.screens.filter((screen) => fits(screen.text));
  return [
    ...time,
    ...moments.slice(0, GROUP_MAX).map(toMomentEntry),
    ...rows.slice(0, GROUP_MAX).map(toRowEntry),
    ...screens.map(
      ({ text, href }): PaletteEntry => ({ ...NOTHING, id: `screen ${href}`, group: "Screens", text, href }),
    ),
  ];
}

const NOTHING = { hint: "", atMs: null, recordId: null, href: null };

function toMomentEntry(moment: Moment, index: number): PaletteEntry {
  const { text, atMs, recordId } = moment;
  return { ...NOTHING, id: `moment ${index} ${atMs}`, group: "Moments", text, hint: formatClock(atMs), atMs, recordId };
}

function toRowEntry(row: Row): PaletteEntry {
  const text = `${row.who}: ${row.text}${row.detail ?? ""}`;
  const hint = formatClock(row.atMs);
  return { ...NOTHING, id: row.id, group: "Turns and tools", text, hint, atMs: row.atMs, recordId: row.id };
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
