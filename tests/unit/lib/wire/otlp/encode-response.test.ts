import { describe, expect, it } from "vitest";
import { encodeOtlpError, encodeOtlpSuccess, encodeRpcStatus } from "@/lib/wire/otlp/encode-response";

const hex = (body: Uint8Array) => Buffer.from(body).toString("hex");

describe("answers to senders", () => {
  it("says success with an empty message, or {} in JSON", () => {
    expect(encodeOtlpSuccess("traces", "protobuf", null)).toEqual({
      contentType: "application/x-protobuf",
      body: new Uint8Array(0),
    });
    expect(Buffer.from(encodeOtlpSuccess("logs", "json", null).body).toString()).toBe("{}");
  });

  it("counts what was rejected in each signal's own words", () => {
    const partial = { rejectedCount: 300, message: "why" };
    // By Python's opentelemetry-proto: rejected_data_points=300, error_message="why".
    expect(hex(encodeOtlpSuccess("metrics", "protobuf", partial).body)).toBe("0a0808ac021203776879");
    expect(JSON.parse(Buffer.from(encodeOtlpSuccess("logs", "json", partial).body).toString())).toEqual({
      partialSuccess: { rejectedLogRecords: "300", errorMessage: "why" },
    });
  });

  it("carries the delay that makes LiveKit's SDKs come again", () => {
    // By Python's googleapis-common-protos: Status(code=14, message="busy", details=[Any(RetryInfo(retry_delay=1.5 s))]).SerializeToString().
    const url = Buffer.from("type.googleapis.com/google.rpc.RetryInfo").toString("hex");
    expect(hex(encodeRpcStatus("unavailable", "busy", 1500))).toBe(
      `080e1204627573791a360a28${url}120a0a0808011080cab5ee01`,
    );
  });

  it("leaves RetryInfo out when the sender shall not come again", () => {
    expect(hex(encodeRpcStatus("invalid", "no", null))).toBe("080312026e6f");
    expect(JSON.parse(Buffer.from(encodeOtlpError("json", "unauthenticated", "who?").body).toString())).toEqual({
      code: 16,
      message: "who?",
    });
  });
});
