import { type Count, FACETS, type Facet, type FacetsAnswer, type FacetValue } from "@/lib/model/facets";
import type { SessionsFilter } from "@/lib/model/sessions";

/** Sessions that are alike in all facets, and how many they are. */
export interface FacetGroup {
  agent: string;
  status: string;
  outcome: string;
  tag: string[];
  /** Language and version: "python 1.8.3". */
  sdk: string;
  hasErrors: boolean;
  hasRecording: boolean;
  count: number;
}

/** More sessions than this are not told apart by anybody who reads a menu. */
const COUNT_MAX = 1000;
/** The most frequent values of a facet; rare ones are found by the search box or the address. */
const VALUES_MAX = 50;

/**
 * Counts each facet's values over groups of sessions: with all filters but the facet's own. `isWhole`: the groups are all
 * sessions of the time range; else every count is a lower bound. Most frequent first, chosen values always there.
 */
export function countFacets(groups: FacetGroup[], filter: SessionsFilter, isWhole: boolean): FacetsAnswer {
  const tests = FACETS.map((facet) => [facet, testOf(facet, filter)] as const);
  const fits = (group: FacetGroup, without: Facet | null) =>
    tests.every(([facet, test]) => facet === without || test(group));
  const facets = FACETS.map((facet) => {
    const counts = new Map<string, number>(chosenValues(facet, filter).map((value) => [value, 0]));
    for (const group of groups) {
      if (!fits(group, facet)) continue;
      for (const value of valuesOf(group, facet)) counts.set(value, (counts.get(value) ?? 0) + group.count);
    }
    return [facet, toValues(counts, filter, facet, isWhole)] as const;
  });
  const total = groups.reduce((sum, group) => sum + (fits(group, null) ? group.count : 0), 0);
  return { total: toCount(total, isWhole), facets: Object.fromEntries(facets) as FacetsAnswer["facets"] };
}

function toCount(count: number, isWhole: boolean): Count {
  return { count: Math.min(count, COUNT_MAX), isAtLeast: !isWhole || count > COUNT_MAX };
}

function toValues(counts: Map<string, number>, filter: SessionsFilter, facet: Facet, isWhole: boolean): FacetValue[] {
  const chosen = new Set(chosenValues(facet, filter));
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return sorted
    .filter(([value], index) => index < VALUES_MAX || chosen.has(value))
    .map(([value, count]) => ({ value, ...toCount(count, isWhole) }));
}

function valuesOf(group: FacetGroup, facet: Facet): string[] {
  const value = group[facet];
  return Array.isArray(value) ? value : [String(value)];
}

function chosenValues(facet: Facet, filter: SessionsFilter): string[] {
  const wanted = filter[facet];
  if (wanted === undefined) return [];
  return Array.isArray(wanted) ? wanted : [String(wanted)];
}

/** What a group must be for the filter of this facet; the same as `session-conditions.ts` says in SQL. */
function testOf(facet: Facet, filter: SessionsFilter): (group: FacetGroup) => boolean {
  if (filter[facet] === undefined) return () => true;
  const wanted = new Set(chosenValues(facet, filter));
  if (facet === "sdk") return ({ sdk }) => wanted.has(sdk) || wanted.has(sdk.split(" ")[0] ?? "");
  return (group) => valuesOf(group, facet).some((value) => wanted.has(value));
}
