import type { ErrorCode } from "@/lib/errors";
import { concatenated, lengthDelimited, textField, varintField } from "../protobuf/writer";
import type { OtlpEncoding, OtlpSignal } from "./skim";

export interface OtlpAnswer {
  contentType: string;
  body: Uint8Array;
}

const CONTENT_TYPE: Record<OtlpEncoding, string> = { protobuf: "application/x-protobuf", json: "application/json" };
const REJECTED_FIELD: Record<OtlpSignal, string> = {
  traces: "rejectedSpans",
  logs: "rejectedLogRecords",
  metrics: "rejectedDataPoints",
};

/** Our codes as google.rpc codes. Source: googleapis, google/rpc/code.proto. */
const RPC_CODES: Record<ErrorCode, number> = {
  invalid: 3,
  unauthenticated: 16,
  forbidden: 7,
  "not-found": 5,
  conflict: 10,
  "too-large": 3,
  unsupported: 3,
  limited: 8,
  unavailable: 14,
};
/** The body of nearly all answers. */
const NOTHING = new Uint8Array(0);
const RETRY_INFO_URL = "type.googleapis.com/google.rpc.RetryInfo";

/**
 * The body of a 200: empty (`{}` in JSON), or a partial success that says how many records were not taken and why.
 * Source: opentelemetry-proto, messages Export*ServiceResponse and Export*PartialSuccess.
 */
export function encodeOtlpSuccess(
  signal: OtlpSignal,
  encoding: OtlpEncoding,
  partial: { rejectedCount: number; message: string } | null,
): OtlpAnswer {
  const contentType = CONTENT_TYPE[encoding];
  if (encoding === "json") {
    const answer = partial && {
      partialSuccess: { [REJECTED_FIELD[signal]]: String(partial.rejectedCount), errorMessage: partial.message },
    };
    return { contentType, body: Buffer.from(JSON.stringify(answer ?? {})) };
  }
  if (partial === null) return { contentType, body: NOTHING };
  const content = concatenated([varintField(1, partial.rejectedCount), textField(2, partial.message)]);
  return { contentType, body: lengthDelimited(1, content) };
}

/**
 * A binary google.rpc.Status. LiveKit's SDKs try a recording again only if its details hold a RetryInfo, and then wait
 * exactly so long; everything else makes them give the recording up.
 * Units: milliseconds; null leaves RetryInfo out.
 * Source: googleapis, google/rpc/status.proto and error_details.proto; LiveKit Agents Python 1.8.9 `telemetry/traces.py`.
 */
export function encodeRpcStatus(code: ErrorCode | number, message: string, retryDelayMs: number | null): Uint8Array {
  const details = retryDelayMs === null ? [] : [lengthDelimited(3, retryInfo(retryDelayMs))];
  return concatenated([varintField(1, rpcCode(code)), textField(2, message), ...details]);
}

/**
 * The body of an OTLP failure: a google.rpc.Status in the request's own encoding.
 * Source: OpenTelemetry protocol, "OTLP/HTTP Response", Failures.
 */
export function encodeOtlpError(encoding: OtlpEncoding, code: ErrorCode | number, message: string): OtlpAnswer {
  const contentType = CONTENT_TYPE[encoding];
  if (encoding === "protobuf") return { contentType, body: encodeRpcStatus(code, message, null) };
  return { contentType, body: Buffer.from(JSON.stringify({ code: rpcCode(code), message })) };
}

function rpcCode(code: ErrorCode | number): number {
  return typeof code === "number" ? code : RPC_CODES[code];
}

/** google.protobuf.Any of a RetryInfo { retry_delay: Duration { seconds, nanos } }. */
function retryInfo(retryDelayMs: number): Uint8Array {
  const delayMs = Math.max(0, Math.round(retryDelayMs));
  const duration = concatenated([
    varintField(1, Math.floor(delayMs / 1000)),
    varintField(2, (delayMs % 1000) * 1_000_000),
  ]);
  return concatenated([textField(1, RETRY_INFO_URL), lengthDelimited(2, lengthDelimited(1, duration))]);
}
