import { authenticateSender } from "@/lib/access/ingest";
import { route } from "@/lib/http/handle";
import { ingestOtlp, otlpError } from "@/lib/ingest";

/** Takes logs of any OpenTelemetry exporter over HTTP: protobuf or JSON, gzip or plain; 200 after the commit. */
export const POST = route(
  async (call) => ingestOtlp(await authenticateSender(call.header("authorization")), "logs", call),
  { errorBody: otlpError, logOneOf: 100 },
);
