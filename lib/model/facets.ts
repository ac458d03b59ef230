import { z } from "zod";

/** How many sessions; `isAtLeast`: there may be more, which were not counted. */
export const Count = z.object({ count: z.number(), isAtLeast: z.boolean() });
export type Count = z.infer<typeof Count>;

export const FACETS = ["agent", "status", "outcome", "tag", "sdk", "hasErrors", "hasRecording"] as const;
export type Facet = (typeof FACETS)[number];

/** One choice of a facet, as the parameter of that name takes it. */
export const FacetValue = Count.extend({ value: z.string() });
export type FacetValue = z.infer<typeof FacetValue>;

/**
 * Answer of `GET /api/v1/sessions/facets`: how many sessions fit, and for each facet how many would fit with one of its values
 * chosen and all other filters as they are. Most frequent first. Counted over the newest sessions of the time range only
 * (docs/decisions/0009-bounded-counts.md).
 */
export const FacetsAnswer = z.object({
  total: Count,
  facets: z.record(z.enum(FACETS), z.array(FacetValue)),
});
export type FacetsAnswer = z.infer<typeof FacetsAnswer>;
