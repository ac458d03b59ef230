import { authenticateReader, checkReaderAgain } from "@/lib/access/reader";
import { events, lastEventId, type ServerEvent } from "@/lib/http/events";
import { route } from "@/lib/http/handle";
import { parseInput, queryFields } from "@/lib/http/read";
import { LineStreamQuery } from "@/lib/model/lines";
import { followLines, type LinesStep } from "@/lib/query/follow-lines";
import { readLineFilter } from "@/lib/query/line-filter";

/** The newest lines that a filter finds and then those that come, of all replicas: events `lines` and `notice`. */
export const GET = route(async (call) => {
  const reader = await authenticateReader(call);
  const { q, snapshot } = parseInput(LineStreamQuery, queryFields(call.query));
  const steps = followLines(
    reader.scope,
    { tree: readLineFilter(q), cursor: lastEventId(call), snapshot },
    call.signal,
  );
  // The first step is taken before the answer begins, so that a wrong cursor is a 400 and no broken stream.
  const first = await steps.next();
  return events(call, toEvents(first, steps), () => checkReaderAgain(call, reader));
});

async function* toEvents(
  first: IteratorResult<LinesStep>,
  rest: AsyncGenerator<LinesStep>,
): AsyncGenerator<ServerEvent> {
  try {
    for (let next = first; !next.done; next = await rest.next()) {
      const { lines, leftOut, cursor } = next.value;
      // The cursor stands on the event that ends the step: who connects again before that gets the step again.
      if (leftOut > 0) yield { event: "notice", data: { text: leftOutText(leftOut), leftOut } };
      yield { event: "lines", data: { lines }, id: cursor };
    }
  } finally {
    void rest.return(undefined);
  }
}

function leftOutText(count: number): string {
  const were = count === 1 ? "1 line was" : `${count} lines were`;
  return `${were} left out here: more is printed than can be followed. All of it is stored; search this time to read it.`;
}
