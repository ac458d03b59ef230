import { randomUUID } from "node:crypto";
import type { ProjectScope } from "@/lib/model/scope";
import type { TimelineDelta, TimelineSession } from "@/lib/model/timeline";
import { isLiveKit } from "@/lib/normalise/status";
import { FollowedJournal } from "./followed-journal";
import { newestOf, unpackJournalCursor } from "./journal-cursor";
import { forgetEverywhere, watchTimeline } from "./large-sessions";
import { findSessionByAlias } from "./session-aliases";
import { loadJournal, type SessionJournal } from "./session-records";
import { IDLE_MS } from "./session-rows";

/** What has changed in a session since the step before. `session` is null while the header is as it was. */
export interface TimelineStep {
  cursor: string;
  delta: TimelineDelta | null;
  session: TimelineSession | null;
  /** The last step: the session is over and nothing came for a while. */
  hasEnded: boolean;
}

/** At most five steps a second: a reader sees no difference, and each derives the whole session. */
const STEP_MS_MIN = 200;
/** A session whose derivation takes long is derived less often, so that one core never works for one reader alone. */
const STEP_COST_FACTOR = 4;
/** What still comes after the report (last spans, recording) comes within this time; then the stream ends. */
const QUIET_MS = 3_000;
/** How often to look, at most, whether a silent session counts as over. */
const IDLE_LOOK_MS = 5_000;

/**
 * Follows a session from a cursor (of its timeline, or of an earlier step; "" for everything): each step holds the
 * records that are new or changed. Every step derives the session from its whole journal and compares with what the
 * reader has, so a session that was watched ends with the same answer as one that is opened afterwards. After a
 * reconnect records may come twice; they replace each other. Ends when the session is over, or by `signal`; and without a last
 * step when the session got another name (`background/folds.ts`): who connects again follows it under that.
 * Errors: `not-found`, `invalid` cursor.
 */
export async function* followTimeline(
  scope: ProjectScope,
  sessionId: string,
  cursor: string,
  signal: AbortSignal,
): AsyncGenerator<TimelineStep> {
  unpackJournalCursor(cursor);
  const journal = await loadJournal(scope, sessionId);
  const watch = randomUUID();
  const followed = new FollowedJournal(scope, journal, signal);
  let told = cursor;
  try {
    while (!signal.aborted) {
      const startMs = performance.now();
      const step = await watchTimeline(scope, followed.journal, { watch, cursor: told });
      if (step.delta || step.session) {
        told = step.cursor;
        yield { cursor: told, delta: step.delta, session: step.session, hasEnded: false };
      }
      followed.knowRoom(step.roomId);
      const costMs = performance.now() - startMs;
      const isOver = step.status !== "live";
      const hasNews = await followed.news(isOver ? QUIET_MS : untilIdleMs(followed.journal));
      if (!hasNews && (await isRenamed(scope, followed.journal.sessionId))) return;
      if (isOver && !hasNews && !signal.aborted) {
        yield { cursor: step.cursor, delta: null, session: null, hasEnded: true };
        return;
      }
      await followed.gather(Math.max(STEP_MS_MIN, costMs * STEP_COST_FACTOR));
    }
  } finally {
    forgetEverywhere(watch);
    followed.stop();
  }
}

/** LiveKit's sessions have one name from their first record on. */
async function isRenamed(scope: ProjectScope, sessionId: string): Promise<boolean> {
  return !isLiveKit(sessionId) && (await findSessionByAlias(scope, sessionId)) !== null;
}

/** Without any news the session changes only when its silence has lasted long enough. */
function untilIdleMs({ sessionId, entries }: SessionJournal): number {
  // Nothing else tells that it got another name.
  if (!isLiveKit(sessionId)) return IDLE_LOOK_MS;
  const newest = newestOf(entries);
  return Math.max(IDLE_LOOK_MS, (newest?.receivedAt.getTime() ?? 0) + IDLE_MS - Date.now());
}
