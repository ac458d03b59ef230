import { authenticateSessionReader } from "@/lib/access/reader";
import { route } from "@/lib/http/handle";
import { json, parseInput } from "@/lib/http/read";
import { PeaksQuery } from "@/lib/model/recordings";
import { loadPeaks, toPeaksAnswer, toPeaksBytes } from "@/lib/query/peaks";

/** The waveform: bytes for the browser, lists for scripts that accept JSON. */
export const GET = route(async (call) => {
  const { scope } = await authenticateSessionReader(call, "hear");
  const query = parseInput(PeaksQuery, { ...Object.fromEntries(call.query), ...call.params });
  const peaks = await loadPeaks(scope, query);
  if (call.header("accept")?.includes("application/json")) return json(toPeaksAnswer(peaks));
  const headers = {
    "content-type": "application/octet-stream",
    "cache-control": "private, max-age=3600",
    vary: "accept",
  };
  return { status: 200, headers, body: toPeaksBytes(peaks) };
});
