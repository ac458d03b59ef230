import { route } from "@/lib/http/handle";
import { ingestOtlp, otlpError } from "@/lib/ingest";

/** Takes traces of LiveKit Agents SDKs (PROTOCOL §2): protobuf or JSON, gzip or plain; 200 after the commit. */
export const POST = route((call) => ingestOtlp("traces", call), { errorBody: otlpError, logOneOf: 100 });
