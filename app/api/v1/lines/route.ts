import { read } from "@/lib/http/read";
import { LinesQuery } from "@/lib/model/lines";
import { listLines } from "@/lib/query/lines";

/** One page of what agents' processes printed: filter, time, order and cursor in the query. */
export const GET = read(LinesQuery, listLines);
