import { read } from "@/lib/http/read";
import { SessionsFilter } from "@/lib/model/sessions";
import { sumFacets } from "@/lib/query/facets";

/** How many sessions fit a filter, and what each further choice would leave. */
export const GET = read(SessionsFilter, sumFacets);
