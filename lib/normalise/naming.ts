import type { SessionNaming } from "@/lib/model/records";
import { NAME_RANK, rankOf } from "@/lib/wire/otlp/session-key";
import type { SentSession } from "./entries";
import { isLiveKit } from "./status";

/**
 * How good the name is under which the records of another sender came, and of which traces they are; undefined for LiveKit's
 * sessions, whose records all name them. The best name counts: a session that one record names is named.
 * Source: OpenTelemetry semantic conventions, `session.id` and `gen_ai.conversation.id`, which instrumentations set on some spans.
 */
export function toNaming(sessionId: string, sent: SentSession): SessionNaming | undefined {
  if (isLiveKit(sessionId)) return undefined;
  const records = [...sent.spans, ...sent.logs].map((received) => received.sent);
  const traceIds = new Set(records.flatMap(({ traceId }) => (traceId === "" ? [] : [traceId])));
  let rank: SessionNaming["rank"] = NAME_RANK.trace;
  for (const record of records) {
    const found = rankOf(record);
    if (found !== NAME_RANK.job && found < rank) rank = found;
    if (rank === NAME_RANK.session) break;
  }
  return { rank, traceIds: [...traceIds] };
}
