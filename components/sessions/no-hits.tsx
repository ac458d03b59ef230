import { ListFilter, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FACETS } from "@/lib/model/facets";
import type { SessionFilters } from "@/lib/model/views";
import { FACET_LABEL, facetValueText } from "@/lib/view/facets";
import { formatTimeSpan } from "@/lib/view/format";
import { chosenValues, hasTime, NO_FILTERS, RANGES, withChosen } from "./filters";
import type { ChangeFilters } from "./use-filters";

interface NoHitsProps {
  filters: SessionFilters;
  change: ChangeFilters;
}

/** Nothing fits: each filter can be let go of by itself. */
export function NoHits({ filters, change }: NoHitsProps) {
  const parts = activeParts(filters);
  return (
    <EmptyState
      title="Nothing matches"
      icon={<ListFilter className="size-6" />}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          {parts.length > 1 &&
            parts.map(({ text, without }) => (
              <Button key={text} size="sm" aria-label={`Without ${text}`} onClick={() => change(without)}>
                <span className="max-w-60 truncate">{text}</span>
                <X aria-hidden className="size-3.5" />
              </Button>
            ))}
          <Button size="sm" variant="primary" onClick={() => change({ ...NO_FILTERS, sort: filters.sort })}>
            Clear filters
          </Button>
        </div>
      }
    >
      {filters.q === "" ? "No session fits these filters." : `No session with “${filters.q}” fits these filters.`}{" "}
      {parts.length > 1 && "Let go of one of them:"}
    </EmptyState>
  );
}

function activeParts(filters: SessionFilters): { text: string; without: Partial<SessionFilters> }[] {
  const parts = FACETS.filter((facet) => chosenValues(filters, facet).length > 0).map((facet) => {
    const values = chosenValues(filters, facet).map((value) => facetValueText(facet, value));
    return { text: `${FACET_LABEL[facet]}: ${values.join(" or ")}`, without: withChosen(facet, []) };
  });
  if (filters.q !== "") parts.unshift({ text: `“${filters.q}”`, without: { q: "" } });
  if (hasTime(filters)) {
    const preset = RANGES.find(({ value }) => value === filters.range)?.label ?? "";
    const text = filters.range === "all" ? formatTimeSpan(filters.from, filters.to) : preset;
    parts.push({ text, without: { range: "all", from: null, to: null } });
  }
  return parts;
}
