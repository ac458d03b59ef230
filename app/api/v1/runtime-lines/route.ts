import { authenticateShipper } from "@/lib/access/ingest";
import { route } from "@/lib/http/handle";
import { ingestLines, linesError } from "@/lib/ingest-lines";

/** Takes what agent processes print, from the sidecar, other shippers or OpenTelemetry Collectors; 200 after the commit. */
export const POST = route(async (call) => ingestLines(await authenticateShipper(call.header("authorization")), call), {
  errorBody: linesError,
  logOneOf: 100,
});
