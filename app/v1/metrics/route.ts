import { route } from "@/lib/http/handle";
import { ingestOtlp, otlpError } from "@/lib/ingest";

/** Takes metrics of any OpenTelemetry exporter over HTTP: protobuf or JSON, gzip or plain; 200 after the commit. */
export const POST = route((call) => ingestOtlp("metrics", call), { errorBody: otlpError, logOneOf: 100 });
