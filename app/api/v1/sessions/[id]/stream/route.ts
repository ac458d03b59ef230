import { authenticateReader } from "@/lib/access/reader";
import { events, lastEventId, type ServerEvent } from "@/lib/http/events";
import { route } from "@/lib/http/handle";
import { parseInput } from "@/lib/http/read";
import { SessionPath } from "@/lib/model/sessions";
import { followTimeline, type TimelineStep } from "@/lib/query/follow-timeline";
import { deltaWithoutSound } from "@/lib/query/hearing";

/** What changes in a session from a cursor on: events `records`, `session` and, at the end, `ended`. */
export const GET = route(async (call) => {
  const { scope, rights } = await authenticateReader(call);
  const { id } = parseInput(SessionPath, call.params);
  const steps = followTimeline(scope, id, lastEventId(call) ?? "", call.signal);
  // The first step is taken before the answer begins, so that an unknown session is a 404 and no broken stream.
  const first = await steps.next();
  return events(call, toEvents(first, steps, rights.has("hear")));
});

async function* toEvents(
  first: IteratorResult<TimelineStep>,
  rest: AsyncGenerator<TimelineStep>,
  mayHear: boolean,
): AsyncGenerator<ServerEvent> {
  try {
    for (let next = first; !next.done; next = await rest.next()) {
      const { cursor: id, delta, session, hasEnded } = next.value;
      if (delta) yield { event: "records", data: mayHear ? delta : deltaWithoutSound(delta), id };
      if (session) yield { event: "session", data: session, id };
      if (hasEnded) yield { event: "ended", data: {}, id };
    }
  } finally {
    void rest.return(undefined);
  }
}
