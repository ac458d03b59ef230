import type { Session } from "@/lib/model/sessions";

/** Longest name without its extension: paths of downloads have limits of their own. */
const LENGTH_MAX = 116;

/**
 * What a session's files are called when somebody saves them, without extension: day, room, id. Room names and ids come from
 * outside: only what every file system takes stays.
 */
export function fileNameOf({ id, roomName, startedAt }: Pick<Session, "id" | "roomName" | "startedAt">): string {
  const name = `${startedAt.slice(0, 10)}-${roomName ?? "session"}-${id}`;
  return name.replaceAll(/[^A-Za-z0-9._-]+/g, "_").slice(0, LENGTH_MAX);
}
