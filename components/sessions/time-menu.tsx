import { RangeMenu } from "@/components/ui/range-menu";
import type { SessionFilters } from "@/lib/model/views";
import { formatTimeSpan } from "@/lib/view/format";
import { hasTime, RANGES } from "./filters";
import type { ChangeFilters } from "./use-filters";

interface TimeMenuProps {
  filters: SessionFilters;
  change: ChangeFilters;
}

/** When sessions began. */
export function TimeMenu({ filters, change }: TimeMenuProps) {
  const { from, to, range } = filters;
  const preset = RANGES.find(({ value }) => value === range);
  return (
    <RangeMenu
      text={from || to ? formatTimeSpan(from, to) : (preset?.label ?? "")}
      isActive={hasTime(filters)}
      ranges={RANGES}
      chosen={filters}
      onRange={(value) => change({ range: value, from: null, to: null })}
      onInstants={(instants) => change({ range: "all", ...instants })}
    />
  );
}
