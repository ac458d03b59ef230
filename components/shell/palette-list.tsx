"use client";
import { useEffect, useRef } from "react";
import { cx } from "@/components/ui/cx";
import type { Place } from "@/components/ui/palette";

interface PaletteListProps {
  id: string;
  places: Place[];
  current: number;
  onGo: (place: Place) => void;
  onPoint: (index: number) => void;
}

/** The places, each group named once; the focus stays in the field above. */
export function PaletteList({ id, places, current, onGo, onPoint }: PaletteListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[id="${id}-${current}"]`)?.scrollIntoView({ block: "nearest" });
  }, [id, current]);
  // A listbox without options is none.
  if (places.length === 0) return <p className="px-3 py-8 text-center text-mute">Nothing fits these words.</p>;
  return (
    <div ref={list} id={id} role="listbox" aria-label="Places" className="min-h-0 overflow-y-auto p-1.5">
      {places.map((place, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox, which names the active option
        <div
          key={place.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === current}
          onClick={() => onGo(place)}
          onPointerMove={() => onPoint(index)}
          className={cx("flex items-baseline gap-3 rounded-md px-2.5 py-1.5", index === current && "bg-sel")}
        >
          <span className="w-28 shrink-0 text-faint text-xs max-sm:w-16">
            {places[index - 1]?.group === place.group ? "" : place.group}
          </span>
          <span className="min-w-0 flex-1 truncate">{place.text}</span>
          <span className="mono shrink-0 text-faint">{place.hint}</span>
        </div>
      ))}
    </div>
  );
}
