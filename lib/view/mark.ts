import type { Tone } from "./rows";

/** One thing on a lane. Milliseconds on the session's clock; `endMs` equals `startMs` for a moment. */
export interface Mark {
  id: string;
  /** The record whose details it shows; null: there is none to show. */
  recordId: string | null;
  startMs: number;
  /** Null while it goes on. */
  endMs: number | null;
  tone: Tone;
  /** A gap is a bar of nothing: drawn faintly. */
  shape: "bar" | "gap" | "dot" | "triangle";
  /** Written beside the mark where there is room. */
  label: string | null;
  /** Said when the pointer rests on it: what it is, and whose time it is ("" when nobody can be named). */
  what: string;
  owner: string;
  isError: boolean;
  /** Where an interrupted turn fell silent: from here to its end it is hatched. Null: not interrupted. */
  cutMs: number | null;
  /** Written at its end, in its own colour: that it was interrupted, or only seemed to be. */
  note: { text: string; tone: Tone } | null;
}

/** A bar with nothing said about it yet; its record is the one of its id. */
export function toBar(id: string, startMs: number, endMs: number | null, tone: Tone): Mark {
  return {
    ...{ id, recordId: id, startMs, tone, shape: "bar", label: null, what: "", owner: "", isError: false },
    ...{ endMs: endMs === null ? null : Math.max(startMs, endMs), cutMs: null, note: null },
  };
}
