import { readSession } from "@/lib/http/read";
import { RecordPath } from "@/lib/model/timeline";
import { loadRecordAnswer } from "@/lib/query/large-sessions";
import { editorFor } from "../../for-reader";

/** One span, log or item with all its attributes. */
export const GET = readSession(RecordPath, async (reader, { id, recordId }) => {
  const edit = await editorFor(reader);
  return edit(await loadRecordAnswer(reader.scope, id, recordId));
});
