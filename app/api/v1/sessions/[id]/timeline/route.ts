import { readSession } from "@/lib/http/read";
import { SessionPath } from "@/lib/model/sessions";
import { withoutSound } from "@/lib/query/hearing";
import { loadTimelineAnswer } from "@/lib/query/large-sessions";
import { editorFor } from "../for-reader";

/** Everything of one session on one time axis; without the recording for those who may not hear it. */
export const GET = readSession(SessionPath, async (reader, { id }) => {
  const answer = await loadTimelineAnswer(reader.scope, id);
  const edit = await editorFor(reader);
  return edit(reader.rights.has("hear") ? answer : withoutSound(answer, reader.share ? "link" : "member"));
});
