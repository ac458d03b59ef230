import { makeOpening } from "@/components/session/opening";
import { AppError } from "@/lib/errors";
import type { Reader } from "@/lib/model/people";
import { loadTimelineAtOnce } from "@/lib/query/large-sessions";
import { loadPeaks, toPeaksBytes } from "@/lib/query/peaks";
import { hasPeaks } from "@/lib/query/recording";
import { editorFor } from "./api/v1/sessions/[id]/for-reader";

/**
 * What a session's page needs to show the waveform with its first picture: only for who may hear, and edited as all that this reader
 * gets. Where there is none, or it would take too long, the browser's own requests say why.
 */
export async function loadOpening(reader: Omit<Reader, "actor">, sessionId: string) {
  const { scope, rights } = reader;
  if (!rights.has("hear") || !(await hasPeaks(scope, sessionId))) return { hasPeaks: false, opening: null };
  try {
    const timeline = await loadTimelineAtOnce(scope, sessionId);
    if (!timeline) return { hasPeaks: true, opening: null };
    const edit = await editorFor(reader);
    const peaksOf = async (buckets: number) => toPeaksBytes(await loadPeaks(scope, { id: sessionId, buckets }));
    return { hasPeaks: true, opening: await makeOpening(edit(timeline), peaksOf) };
  } catch (error) {
    if (error instanceof AppError) return { hasPeaks: true, opening: null };
    throw error;
  }
}
