import { notePlay } from "@/lib/access/plays";
import { authenticateSessionReader } from "@/lib/access/reader";
import { route } from "@/lib/http/handle";
import { rangeReply } from "@/lib/http/range";
import { parseInput } from "@/lib/http/read";
import { AudioQuery } from "@/lib/model/recordings";
import { loadAudio, loadWav } from "@/lib/query/audio";

/** The recording as sent, in ranges; with `?side=` or `?format=wav` decoded, in ranges too, for players and as a download. */
export const GET = route(async (call) => {
  const reader = await authenticateSessionReader(call, "hear");
  const { id, side, format } = parseInput(AudioQuery, { ...Object.fromEntries(call.query), ...call.params });
  const isWav = side !== undefined || format === "wav";
  const file = isWav ? await loadWav(reader.scope, id, side ?? null) : await loadAudio(reader.scope, id);
  const reply = await rangeReply(call, file);
  if (call.method !== "HEAD" && reply.status < 300) {
    await notePlay(reader, { sessionId: id, side: side ?? "both" });
  }
  if (!isWav) return reply;
  return { ...reply, headers: { ...reply.headers, "content-disposition": asDownload(id, side) } };
});

/** A name that tells sessions and sides apart in a folder of downloads; ids of other senders may hold what no file name can. */
function asDownload(id: string, side: AudioQuery["side"]): string {
  return `attachment; filename="${id.replaceAll(/[^\w.-]+/g, "_").slice(0, 100)}-${side ?? "both-sides"}.wav"`;
}
