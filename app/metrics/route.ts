import { exportFigures } from "@/lib/export/figures";
import { processFigures } from "@/lib/http/figures";
import { route } from "@/lib/http/handle";
import { lineFigures } from "@/lib/http/line-figures";
import { loadBacklog } from "@/lib/query/backlog";

/** Figures for Prometheus: this process's requests and memory, and how far the background process is behind. */
export const GET = route(async () => {
  const [own, backlog] = await Promise.all([processFigures(), loadBacklog()]);
  const headers = { "content-type": own.contentType, "cache-control": "no-store" };
  return { status: 200, headers, body: `${own.text}\n${lineFigures()}\n${exportFigures(backlog)}` };
});
