import { authenticateReader } from "@/lib/access/reader";
import { exportZip } from "@/lib/export/zip";
import { route } from "@/lib/http/handle";
import { parseInput } from "@/lib/http/read";
import { SessionPath } from "@/lib/model/sessions";

/** Everything of one session as a zip. */
export const GET = route(async (call) => {
  const { scope } = await authenticateReader(call);
  const { id } = parseInput(SessionPath, call.params);
  const { fileName, content } = await exportZip(scope, id);
  const headers = {
    "content-type": "application/zip",
    "content-disposition": `attachment; filename="${fileName}"`,
    "cache-control": "private, no-store",
  };
  return { status: 200, headers, body: content };
});
