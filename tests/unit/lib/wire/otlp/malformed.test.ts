import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { decodeMetricsJson, decodeTracesJson } from "@/lib/wire/otlp/decode-json";
import { decodeLogs } from "@/lib/wire/otlp/decode-logs";
import { decodeMetrics } from "@/lib/wire/otlp/decode-metrics";
import { decodeTraces } from "@/lib/wire/otlp/decode-traces";
import type { RejectedRecord, SentValue } from "@/lib/wire/otlp/records";
import { splitRequest } from "@/lib/wire/otlp/split";
import { decodeRecordingHeader } from "@/lib/wire/recordings/decode-header";
import { captured } from "../captures";

/** Length-delimited field, written by hand from protobuf.dev's description and not by our own writer. */
function field(number: number, content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content as string);
  const length = [];
  let rest = bytes.length;
  for (; rest > 127; rest >>>= 7) length.push((rest & 127) | 128);
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length, rest]), bytes]);
}
const logRequest = (...records: Uint8Array[]) =>
  field(1, field(2, Buffer.concat(records.map((record) => field(2, record)))));
const logBody = (anyValue: Uint8Array) => decodeLogs(logRequest(field(5, anyValue)))[0]?.body;

function isSenderFault(action: () => unknown): boolean {
  try {
    action();
    return false;
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid") return true;
    throw error;
  }
}

describe("malformed bytes", () => {
  it("cut anywhere end in an answer or in an error of the sender that names the byte", () => {
    const body = captured("python-clinic", "/traces/")[1]?.body as Buffer;
    let refused = 0;
    for (let length = 0; length < body.length; length++) {
      const cut = body.subarray(0, length);
      if (isSenderFault(() => decodeTraces(cut))) refused++;
      expect(isSenderFault(() => splitRequest("traces", "protobuf", cut))).toBe(isSenderFault(() => decodeTraces(cut)));
    }
    // One ResourceSpans holds everything, so every cut but the empty one breaks its frame.
    expect(refused).toBe(body.length - 1);
    expect(() => decodeTraces(body.subarray(0, 100))).toThrow(/at byte \d+/);
  });

  it("at random never crash a decoder", () => {
    let state = 20_261_121;
    const random = () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return state / 0x80000000;
    };
    const originals = ["traces", "logs", "metrics"].map(
      (signal) => captured("python-clinic", `/${signal}/`)[0]?.body as Buffer,
    );
    for (let round = 0; round < 600; round++) {
      const original = originals[round % 3] as Buffer;
      const bytes = round % 2 ? Buffer.from(original) : Buffer.alloc(Math.floor(random() * 200));
      const changes = round % 2 ? 1 + Math.floor(random() * 5) : bytes.length;
      for (let n = 0; n < changes; n++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      isSenderFault(() => decodeTraces(bytes));
      isSenderFault(() => decodeLogs(bytes));
      isSenderFault(() => decodeMetrics(bytes));
      isSenderFault(() => decodeRecordingHeader(bytes));
      for (const signal of ["traces", "logs", "metrics"] as const)
        isSenderFault(() => splitRequest(signal, "protobuf", bytes));
    }
  });

  it("inside one record cost that record only", () => {
    const good = field(5, field(1, "kept"));
    const bad = Buffer.from([0x2a, 0x7f, 0x00]);
    const rejected: RejectedRecord[] = [];
    const logs = decodeLogs(logRequest(good, bad, good), rejected);
    expect(logs.map((log) => log.body)).toEqual(["kept", "kept"]);
    expect(rejected).toEqual([{ index: 1, reason: expect.stringMatching(/malformed at byte \d+/) }]);
  });

  it("refuses groups, field number 0 and endless varints", () => {
    for (const bytes of [[0x0b], [0x0c], [0x00, 0x01], [0x08, ...new Array(11).fill(0xff)]]) {
      expect(isSenderFault(() => decodeTraces(Uint8Array.from(bytes)))).toBe(true);
    }
  });

  it("passes over known fields of another wire type, and fields it does not know", () => {
    const record = Buffer.concat([Buffer.from([0x28, 0x01]), field(4, "x"), field(5, field(1, "kept"))]);
    expect(decodeLogs(logRequest(record))[0]?.body).toBe("kept");
  });
});

describe("values", () => {
  it("replaces what is nested deeper than 64 levels", () => {
    let value = field(1, "core");
    for (let depth = 0; depth < 5000; depth++) value = field(5, field(1, value));
    let body = logBody(value) as SentValue;
    let levels = 0;
    while (Array.isArray(body)) {
      body = body[0] as SentValue;
      levels++;
    }
    expect([levels, body]).toEqual([65, "(nested too deep)"]);
  });

  it("replaces invalid UTF-8 by U+FFFD and keeps U+0000", () => {
    expect(logBody(field(1, Buffer.from([0x61, 0xff, 0x62])))).toBe("a\uFFFDb");
    expect(logBody(field(1, "a\0b"))).toBe("a\0b");
    expect(logBody(field(1, "Zażółć 🎧".repeat(20)))).toBe("Zażółć 🎧".repeat(20));
  });

  it("reads integers exactly: negative, beyond 32 bits, beyond 2^53 as text", () => {
    const int = (...bytes: number[]) => logBody(Buffer.from([0x18, ...bytes]));
    expect(int(0x96, 0x01)).toBe(150); // protobuf.dev's own example
    expect(int(0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01)).toBe(-2); // protobuf.dev's own example
    expect(int(0x80, 0x80, 0x80, 0x80, 0x20)).toBe(2 ** 33);
    expect(int(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f)).toBe("9223372036854775807");
  });

  it("says NaN and infinity in words, empty as null, bytes in base64", () => {
    const double = (value: number) => {
      const bytes = Buffer.alloc(9, 0x21);
      bytes.writeDoubleLE(value, 1);
      return logBody(bytes);
    };
    expect([double(0.5), double(Number.NaN), double(-Infinity)]).toEqual([0.5, "NaN", "-Infinity"]);
    expect(logBody(Buffer.alloc(0))).toBeNull();
    expect(logBody(field(7, Buffer.from([1, 2, 255])))).toBe("AQL/");
  });

  it("takes an id of zeros as absent, as OpenTelemetry means it", () => {
    const [log] = decodeLogs(
      logRequest(Buffer.concat([field(9, Buffer.alloc(16)), field(10, Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]))])),
    );
    expect([log?.traceId, log?.spanId]).toEqual(["", "0000000000000001"]);
    const spans = [{ parentSpanId: "0000000000000000", spanId: "00000000000000A1" }];
    const [span] = decodeTracesJson(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
    expect([span?.parentSpanId, span?.spanId]).toEqual(["", "00000000000000a1"]);
  });

  it("reads JSON's ids in hex, and in the base64 that protobuf libraries write", () => {
    const spans = [{ traceId: "CvdlGRbNQ92ESOshHIAxnA==", spanId: "t61rcWkgMzE=", parentSpanId: "AAAAAAAAAAA=" }];
    const [span] = decodeTracesJson(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }));
    expect(span).toMatchObject({
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: "b7ad6b7169203331",
      parentSpanId: "",
    });
  });

  it("tells counters that start at their beginning from those that tell what is new", () => {
    const sum = (temporality: unknown) => ({
      name: "m",
      sum: { dataPoints: [{ asInt: "3", timeUnixNano: "5" }], aggregationTemporality: temporality },
    });
    const metrics = [sum(2), sum("AGGREGATION_TEMPORALITY_CUMULATIVE"), sum(1), sum(undefined)];
    const points = decodeMetricsJson(JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }));
    expect(points.map(({ isCumulative }) => isCumulative)).toEqual([true, true, false, false]);
    const point = field(1, Buffer.from([0x19, 5, 0, 0, 0, 0, 0, 0, 0]));
    const metric = (kind: number, temporality: number) =>
      field(2, Buffer.concat([field(1, "m"), field(kind, Buffer.concat([point, Buffer.from([0x10, temporality])]))]));
    const body = field(1, field(2, Buffer.concat([metric(7, 2), metric(9, 1), metric(10, 2)])));
    expect(decodeMetrics(body).map(({ kind, isCumulative }) => [kind, isCumulative])).toEqual([
      ["sum", true],
      ["histogram", false],
      ["other", true],
    ]);
  });

  it("reads what a span is linked to, and links to nothing too", () => {
    const link = Buffer.concat([
      field(1, Buffer.alloc(16, 0xab)),
      field(2, Buffer.alloc(8, 0xcd)),
      field(3, "state"),
      field(4, Buffer.concat([field(1, "why"), field(2, field(1, "batch"))])),
    ]);
    const span = field(2, Buffer.concat([field(1, Buffer.alloc(16, 1)), field(13, link), field(13, "")]));
    const [read] = decodeTraces(field(1, field(2, span)));
    expect(read?.links).toEqual([
      { traceId: "ab".repeat(16), spanId: "cd".repeat(8), attributes: { why: "batch" } },
      { traceId: "", spanId: "", attributes: {} },
    ]);
  });

  it("keeps an attribute named __proto__ as an attribute", () => {
    const attribute = field(6, Buffer.concat([field(1, "__proto__"), field(2, field(1, "x"))]));
    const attributes = decodeLogs(logRequest(attribute))[0]?.attributes ?? {};
    expect(Object.keys(attributes)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
  });

  it("reads enums by number and by name, integers as number and text", () => {
    const attributes = [
      { key: "n", value: { intValue: 7 } },
      { key: "t", value: { intValue: "7" } },
      { key: "big", value: { intValue: "9223372036854775807" } },
    ];
    const spans = [
      { kind: "SPAN_KIND_CLIENT", status: { code: "STATUS_CODE_ERROR" }, traceId: "ABCD", attributes },
      { kind: 3, status: { code: 2 } },
    ];
    const text = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
    const [first, second] = decodeTracesJson(text);
    expect([first?.kind, second?.kind, first?.statusCode, second?.statusCode]).toEqual([3, 3, 2, 2]);
    expect(first?.attributes).toEqual({ n: 7, t: 7, big: "9223372036854775807" });
    expect(first?.traceId).toBe("abcd");
  });
});
