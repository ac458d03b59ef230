import { read } from "@/lib/http/read";
import { RecordPath } from "@/lib/model/timeline";
import { loadRecord } from "@/lib/query/record";

/** One span, log or item with all its attributes. */
export const GET = read(RecordPath, (scope, { id, recordId }) => loadRecord(scope, id, recordId));
