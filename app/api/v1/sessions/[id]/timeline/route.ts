import { read } from "@/lib/http/read";
import { SessionPath } from "@/lib/model/sessions";
import { withoutSound } from "@/lib/query/hearing";
import { loadTimelineAnswer } from "@/lib/query/large-sessions";

/** Everything of one session on one time axis; without the recording for those who may not hear it. */
export const GET = read(SessionPath, async (scope, { id }, { rights }) => {
  const answer = await loadTimelineAnswer(scope, id);
  return rights.has("hear") ? answer : withoutSound(answer);
});
