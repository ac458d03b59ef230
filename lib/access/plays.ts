import type { Reader } from "@/lib/model/people";
import { saveAuditEntry } from "@/lib/store/audit";

/** A player asks for many ranges of one file: within this time they are one play. */
const PLAY_MS = 10 * 60_000;
/** Plays that are remembered; the oldest go first. */
const PLAYS_MAX = 10_000;

const noted = new Map<string, number>();

/** Writes into the audit log that a recording is played or loaded: once for all its ranges in ten minutes. */
export async function notePlay(
  { scope, actor }: Reader,
  play: { sessionId: string; side: string },
  nowMs = Date.now(),
): Promise<void> {
  const { sessionId, side } = play;
  const key = JSON.stringify([scope.projectId, actor.id, sessionId, side]);
  const notedAtMs = noted.get(key);
  if (notedAtMs !== undefined && nowMs - notedAtMs < PLAY_MS) return;
  await saveAuditEntry(scope, { actor, action: "recording.play", target: sessionId, details: { side } });
  const oldest = noted.size >= PLAYS_MAX ? noted.keys().next().value : undefined;
  if (oldest !== undefined) noted.delete(oldest);
  noted.delete(key);
  noted.set(key, nowMs);
}
