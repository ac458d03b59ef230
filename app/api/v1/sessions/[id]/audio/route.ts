import { authenticateReader } from "@/lib/access/reader";
import type { Reply } from "@/lib/http/call";
import { route } from "@/lib/http/handle";
import { rangeReply } from "@/lib/http/range";
import { parseInput } from "@/lib/http/read";
import { AudioQuery } from "@/lib/model/recordings";
import { loadAudio, loadWav } from "@/lib/query/audio";

/** The recording as sent, in ranges; with `?side=` or `?format=wav` decoded, as a download. */
export const GET = route(async (call) => {
  const { scope } = await authenticateReader(call, "hear");
  const { id, side, format } = parseInput(AudioQuery, { ...Object.fromEntries(call.query), ...call.params });
  if (!side && format !== "wav") return rangeReply(call, await loadAudio(scope, id));
  const { sizeBytes, content } = await loadWav(scope, id, side ?? null);
  if (call.method === "HEAD") content.destroy();
  return wavReply(sizeBytes, side ?? "recording", call.method === "HEAD" ? null : content);
});

function wavReply(sizeBytes: number, name: string, body: Reply["body"]): Reply {
  const headers = {
    "content-type": "audio/wav",
    "content-length": String(sizeBytes),
    "content-disposition": `attachment; filename="${name}.wav"`,
    "cache-control": "private, no-store",
  };
  return { status: 200, headers, body };
}
