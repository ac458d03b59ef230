"use client";
import { createContext, useContext } from "react";
import type { Timeline } from "@/lib/model/timeline";
import type { Found } from "@/lib/view/find";
import type { Moment } from "@/lib/view/moments";
import type { Opening } from "@/lib/view/opening";
import type { Row, RowKind } from "@/lib/view/rows";
import type { Speakers } from "@/lib/view/speakers";
import type { Door } from "./door";
import type { HoverNeedle } from "./hover-needle";
import type { SessionClock } from "./session-clock";
import type { SideMixer } from "./side-mixer";
import type { ZoomStore } from "./zoom-store";

/** What every part of the session screen looks at: the records, the one clock, the selection, the filters. */
export interface Stage extends Door {
  timeline: Timeline;
  /** So far `timeline` has only its head, and this stands for the rest; null: all of it is there. */
  opening: Opening | null;
  speakers: Speakers;
  /** All rows, and those that the filters leave (in the tree: all spans). In order of time. */
  rows: Row[];
  visibleRows: Row[];
  /** What "find in session" found, and the ids of what is shown of it. */
  found: Found;
  hitIds: ReadonlySet<string>;
  /** Selects the next or previous row that holds the words. */
  stepFind: (text: string, by: 1 | -1) => void;
  moments: Moment[];
  clock: SessionClock;
  hover: HoverNeedle;
  zoom: ZoomStore;
  mixer: SideMixer;
  /** The span tree instead of the list. */
  isTree: boolean;
  setTree: (isTree: boolean) => void;
  selectedId: string | null;
  /** Shows a record's details; seeks to it when nothing is playing, or always. */
  select: (id: string | null, seek?: "when-paused" | "always" | "never") => void;
  /** Moves the clock by the reader's own hand. */
  moveTo: (positionMs: number) => void;
  /** Live and following: the clock stands at now. */
  isAtNow: boolean;
  shown: ReadonlySet<RowKind>;
  toggleShown: (kind: RowKind) => void;
  find: string;
  setFind: (text: string) => void;
  /** The list keeps the current row in view until the reader scrolls; of a live session also the clock keeps to now. */
  isFollowing: boolean;
  setFollowing: (isFollowing: boolean) => void;
}

export const StageContext = createContext<Stage | null>(null);

/** The session screen's shared state. Throws when it is used outside of the screen: a bug. */
export function useStage(): Stage {
  const stage = useContext(StageContext);
  if (!stage) throw new Error("useStage outside of the session screen");
  return stage;
}
