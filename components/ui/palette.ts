"use client";
import { createContext, useContext, useEffect, useRef } from "react";

/** Something to go to. `id` is unique among all; `group` heads those that follow one another. */
export interface Place {
  id: string;
  group: string;
  text: string;
  hint: string;
  go: () => void;
}

/** What fits the words, best first; without words what is near. */
export type PlaceSource = (query: string) => Place[];

/** The one palette of the page: screens add what can be gone to on them. */
export interface Palette {
  open: () => void;
  /** Adds a source; the result takes it away. */
  add: (source: { current: PlaceSource }) => () => void;
}

export const PaletteContext = createContext<Palette | null>(null);

/** Lets the palette find what is on this screen, as long as it is shown. Without a palette around it does nothing. */
export function usePlaceSource(source: PlaceSource): void {
  const palette = useContext(PaletteContext);
  const latest = useRef(source);
  latest.current = source;
  useEffect(() => palette?.add(latest), [palette]);
}

/** Opens the palette; null where there is none. */
export function useOpenPalette(): (() => void) | null {
  return useContext(PaletteContext)?.open ?? null;
}
