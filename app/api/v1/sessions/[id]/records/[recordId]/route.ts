import { read } from "@/lib/http/read";
import { RecordPath } from "@/lib/model/timeline";
import { loadRecordAnswer } from "@/lib/query/large-sessions";

/** One span, log or item with all its attributes. */
export const GET = read(RecordPath, (scope, { id, recordId }) => loadRecordAnswer(scope, id, recordId));
