import { authenticateReader } from "@/lib/access/reader";
import { route } from "@/lib/http/handle";
import { rangeReply } from "@/lib/http/range";
import { parseInput } from "@/lib/http/read";
import { AudioQuery } from "@/lib/model/recordings";
import { loadAudio, loadWav } from "@/lib/query/audio";

/** The recording as sent, in ranges; with `?side=` or `?format=wav` decoded, in ranges too, for players and as a download. */
export const GET = route(async (call) => {
  const { scope } = await authenticateReader(call, "hear");
  const { id, side, format } = parseInput(AudioQuery, { ...Object.fromEntries(call.query), ...call.params });
  if (!side && format !== "wav") return rangeReply(call, await loadAudio(scope, id));
  const reply = await rangeReply(call, await loadWav(scope, id, side ?? null));
  const name = side ?? "recording";
  return { ...reply, headers: { ...reply.headers, "content-disposition": `attachment; filename="${name}.wav"` } };
});
