"use client";
import { usePlaceSource } from "@/components/ui/palette";
import { layOutDomain } from "@/lib/view/domain";
import { listPaletteEntries } from "@/lib/view/palette";
import type { Stage } from "./stage";

/** Lets the palette go to a time, a moment, a turn, a tool call, a span, a log of this session. */
export function useSessionPlaces({ rows, moments, timeline, select, moveTo, shown, toggleShown }: Stage): void {
  usePlaceSource((query) => {
    const entries = listPaletteEntries(query, { rows, moments, endMs: layOutDomain(timeline, Date.now()).endMs });
    return entries.map((entry) => ({
      ...{ id: entry.id, group: entry.group, text: entry.text, hint: entry.hint },
      go: () => {
        const row = rows.find((one) => one.id === entry.recordId);
        // What is chosen must be in sight.
        if (row && !shown.has(row.kind)) toggleShown(row.kind);
        if (entry.recordId !== null) select(entry.recordId, "never");
        moveTo(entry.atMs);
      },
    }));
  });
}
