"use client";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { SessionStatus } from "@/lib/model/sessions";
import { RANGES, type Range, type SessionsFilters } from "./filters";
import type { ChangeFilters } from "./use-filters";

const ANY = "any";

const STATUSES = [
  { value: ANY, label: "Any status" },
  { value: "live", label: "Live" },
  { value: "ended", label: "Ended" },
  { value: "failed", label: "Failed" },
];

interface FilterBarProps {
  filters: SessionsFilters;
  change: ChangeFilters;
  agentNames: string[];
}

/** Search and filters of the list. */
export function FilterBar({ filters, change, agentNames }: FilterBarProps) {
  const names = filters.agent && !agentNames.includes(filters.agent) ? [filters.agent, ...agentNames] : agentNames;
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2.5 max-md:order-last max-md:basis-full">
      <SearchField
        label="Search sessions"
        placeholder="Words said or logged, ids, rooms"
        value={filters.q}
        onSearch={(q) => change({ q: q.trim() }, "replace")}
        className="w-full md:max-w-md md:flex-1"
      />
      <Select
        label="Time range"
        options={RANGES.map(({ value, label }) => ({ value, label }))}
        value={filters.range}
        active={filters.range !== "all"}
        onChange={(range) => change({ range: range as Range })}
        className="max-w-full max-md:flex-auto"
      />
      <Select
        label="Status"
        options={STATUSES}
        value={filters.status ?? ANY}
        active={filters.status !== null}
        onChange={(status) => change({ status: SessionStatus.safeParse(status).data ?? null })}
        className="max-w-full max-md:flex-auto"
      />
      {names.length > 0 && (
        <Select
          label="Agent"
          options={[{ value: ANY, label: "Any agent" }, ...names.map((name) => ({ value: name, label: name }))]}
          value={filters.agent ?? ANY}
          active={filters.agent !== null}
          onChange={(agent) => change({ agent: agent === ANY ? null : agent })}
          className="max-w-48 max-md:flex-auto"
        />
      )}
    </div>
  );
}
