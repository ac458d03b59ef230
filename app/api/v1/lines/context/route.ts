import { read } from "@/lib/http/read";
import { LineContextQuery } from "@/lib/model/lines";
import { loadLineContext } from "@/lib/query/line-context";

/** What was printed around a line. */
export const GET = read(LineContextQuery, loadLineContext);
