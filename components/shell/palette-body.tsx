"use client";
import { type KeyboardEvent, useId, useState } from "react";
import type { Place, PlaceSource } from "@/components/ui/palette";
import { PaletteList } from "./palette-list";
import { usePlaces } from "./use-places";

interface PaletteBodyProps {
  project: string;
  sources: ReadonlySet<{ current: PlaceSource }>;
  onDone: () => void;
}

/** The field and what fits: arrows choose, Enter goes. */
export function PaletteBody({ project, sources, onDone }: PaletteBodyProps) {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const { places, status } = usePlaces(project, sources, query);
  const current = Math.min(at, places.length - 1);
  const go = (place: Place) => {
    onDone();
    place.go();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const place = places[current];
    if (by !== undefined) setAt(Math.min(places.length - 1, Math.max(0, current + by)));
    if (event.key === "Enter" && place) go(place);
    if (by !== undefined || event.key === "Enter") event.preventDefault();
  };
  return (
    <>
      <input
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={places[current] ? `${listId}-${current}` : undefined}
        aria-label="Go to"
        placeholder="1:23, words that were said, a tool, a session, a screen…"
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        className="h-11 w-full shrink-0 border-line border-b bg-transparent px-4 text-lg outline-none"
      />
      <PaletteList id={listId} places={places} current={current} onGo={go} onPoint={setAt} />
      <p role="status" className="h-7 shrink-0 border-line border-t px-4 py-1.25 text-faint text-xs">
        {status}
      </p>
    </>
  );
}
