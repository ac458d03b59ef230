import type { Position } from "./followed-file";
import { recoverLog } from "./recover-log";
import { FileSegments } from "./segment-stores";
import type { Spool } from "./spool";

/**
 * How far a source has been read: written into the log of a run together with what was read, so that the two are never apart, and
 * beside it, where it outlives the log.
 */
export interface PlaceNote {
  /** Under which it is remembered. */
  name: string;
  position: Position;
  /** When it was read; the later of two counts. */
  at: number;
}

export function recallPlace(spool: Spool, name: string): PlaceNote | null {
  return (spool.recall(name) ?? null) as PlaceNote | null;
}

/** Whoever was killed between reading and remembering has it in his log alone. */
export function keepLaterPlace(spool: Spool, head: string | null): void {
  const note = noteIn(head);
  if (note && note.at > (recallPlace(spool, note.name)?.at ?? 0)) spool.remember(note.name, note);
}

/** The same for all runs whose process is gone. Errors: those of the disk. */
export async function keepLaterPlaces(spool: Spool): Promise<void> {
  for (const folder of await spool.abandoned()) keepLaterPlace(spool, recoverLog(new FileSegments(folder)).head);
}

function noteIn(head: string | null): PlaceNote | null {
  return head === null ? null : ((JSON.parse(head) as { place?: PlaceNote | null }).place ?? null);
}
