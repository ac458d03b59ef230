"use client";
import { SearchField } from "@/components/ui/search-field";
import { FACETS, type FacetsAnswer } from "@/lib/model/facets";
import type { SessionFilters } from "@/lib/model/views";
import { FacetMenu } from "./facet-menu";
import { TimeMenu } from "./time-menu";
import type { ChangeFilters } from "./use-filters";

interface FilterBarProps {
  filters: SessionFilters;
  change: ChangeFilters;
  facets: FacetsAnswer["facets"] | null;
}

/** Search and filters of the list, always the same ones; on small screens the row scrolls. */
export function FilterBar({ filters, change, facets }: FilterBarProps) {
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2 max-lg:contents">
      <SearchField
        label="Search sessions"
        placeholder="Words said or logged, ids, rooms"
        value={filters.q}
        onSearch={(q) => change({ q: q.trim() }, "replace")}
        className="min-w-44 max-lg:basis-full lg:max-w-88 lg:flex-1"
      />
      {/* A focus ring needs room inside what scrolls; `relative`, or hidden words of its buttons would widen the page. */}
      <fieldset className="relative -m-1 flex min-w-0 items-center gap-2 overflow-x-auto p-1 [scrollbar-width:none] max-lg:flex-1 max-lg:pr-6 max-lg:[mask-image:linear-gradient(to_right,#000_calc(100%-1.5rem),transparent)]">
        <legend className="sr-only">Filters</legend>
        <TimeMenu filters={filters} change={change} />
        {FACETS.map((facet) => (
          <FacetMenu key={facet} facet={facet} filters={filters} change={change} values={facets?.[facet] ?? []} />
        ))}
      </fieldset>
    </div>
  );
}
