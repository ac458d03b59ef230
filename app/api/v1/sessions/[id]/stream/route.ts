import { authenticateSessionReader, checkReaderAgain } from "@/lib/access/reader";
import { events, lastEventId, type ServerEvent } from "@/lib/http/events";
import { route } from "@/lib/http/handle";
import { parseInput } from "@/lib/http/read";
import type { Reader } from "@/lib/model/people";
import { SessionPath } from "@/lib/model/sessions";
import type { TimelineDelta } from "@/lib/model/timeline";
import { followTimeline, type TimelineStep } from "@/lib/query/follow-timeline";
import { deltaWithoutSound } from "@/lib/query/hearing";
import { editorFor } from "../for-reader";

/** What changes in a session from a cursor on: events `records`, `session` and, at the end, `ended`. */
export const GET = route(async (call) => {
  const reader = await authenticateSessionReader(call);
  const { id } = parseInput(SessionPath, call.params);
  const steps = followTimeline(reader.scope, id, lastEventId(call) ?? "", call.signal);
  // The first step is taken before the answer begins, so that an unknown session is a 404 and no broken stream.
  const first = await steps.next();
  const source = toEvents(first, steps, { reader, edit: await editorFor(reader) });
  return events(call, source, () => checkReaderAgain(call, reader));
});

async function* toEvents(
  first: IteratorResult<TimelineStep>,
  rest: AsyncGenerator<TimelineStep>,
  { reader, edit }: { reader: Reader; edit: Awaited<ReturnType<typeof editorFor>> },
): AsyncGenerator<ServerEvent> {
  const heard = (delta: TimelineDelta) =>
    reader.rights.has("hear") ? delta : deltaWithoutSound(delta, reader.share ? "link" : "member");
  try {
    for (let next = first; !next.done; next = await rest.next()) {
      const { cursor: id, delta, session, hasEnded } = next.value;
      if (delta) yield { event: "records", data: edit(heard(delta)), id };
      if (session) yield { event: "session", data: edit(session), id };
      if (hasEnded) yield { event: "ended", data: {}, id };
    }
  } finally {
    void rest.return(undefined);
  }
}
