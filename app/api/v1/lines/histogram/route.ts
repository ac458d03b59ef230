import { read } from "@/lib/http/read";
import { LineHistogramQuery } from "@/lib/model/lines";
import { loadLineHistogram } from "@/lib/query/line-histogram";

/** How many lines of which level fall into which part of the time. */
export const GET = read(LineHistogramQuery, (scope, query) => loadLineHistogram(scope, query, Date.now()));
