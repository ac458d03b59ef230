import { route } from "@/lib/http/handle";
import { ingestOtlp, otlpError } from "@/lib/ingest";

/** Takes logs of any OpenTelemetry exporter over HTTP: protobuf or JSON, gzip or plain; 200 after the commit. */
export const POST = route((call) => ingestOtlp("logs", call), { errorBody: otlpError, logOneOf: 100 });
