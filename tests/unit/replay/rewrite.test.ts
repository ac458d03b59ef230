import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeLogsJson } from "@/lib/wire/otlp/decode-json";
import { decodeLogs } from "@/lib/wire/otlp/decode-logs";
import { decodeMetrics } from "@/lib/wire/otlp/decode-metrics";
import { decodeTraces } from "@/lib/wire/otlp/decode-traces";
import { decodeRecordingHeader } from "@/lib/wire/recordings/decode-header";
import { inflatedBody, jobIdsOf, loadCapture } from "@/replay/captures";
import { makeFreshness } from "@/replay/freshness";
import { type PreparedRequest, rewriteCapture } from "@/replay/rewrite";

const captures = ["python-clinic", "python-realtime", "node-clinic", "python-1.3.12-clinic", "python-thread-two-jobs"];
const SHIFT_SECONDS = 86_400 * 3 + 7;
const SHIFT_NS = BigInt(SHIFT_SECONDS) * 1_000_000_000n;

function replayed(name: string, seed = "a") {
  const capture = loadCapture(name);
  const fresh = makeFreshness(seed, SHIFT_SECONDS, [capture.startSeconds, capture.endSeconds]);
  return { capture, fresh, requests: rewriteCapture(capture, fresh) };
}

function inflated(request: PreparedRequest): Buffer {
  return request.headers["content-encoding"] === "gzip" ? gunzipSync(request.body) : request.body;
}

/** Pairs of original and rewritten bodies of one signal. */
function bodies(name: string, signal: string): [Buffer, Buffer][] {
  const { capture, requests } = replayed(name);
  return capture.requests.flatMap((original, index): [Buffer, Buffer][] => {
    const rewritten = requests[index];
    return original.path.includes(`/${signal}/`) && rewritten ? [[inflatedBody(original), inflated(rewritten)]] : [];
  });
}

describe.each(captures)("a replay of %s", (name) => {
  it("moves every span by the shift, keeps its length, and gives it new ids", () => {
    for (const [before, after] of bodies(name, "traces")) {
      const old = decodeTraces(before);
      const fresh = decodeTraces(after);
      expect(fresh.map((span) => span.startNs - SHIFT_NS)).toEqual(old.map((span) => span.startNs));
      expect(fresh.map((span) => span.endNs - span.startNs)).toEqual(old.map((span) => span.endNs - span.startNs));
      expect(fresh.map((span) => span.name)).toEqual(old.map((span) => span.name));
      const oldIds = new Set(old.flatMap((span) => [span.traceId, span.spanId]));
      expect(fresh.filter((span) => oldIds.has(span.traceId) || oldIds.has(span.spanId))).toEqual([]);
    }
  });

  it("moves logs and metrics", () => {
    for (const [before, after] of bodies(name, "logs")) {
      const decode = name.startsWith("node") ? (b: Buffer) => decodeLogsJson(b.toString()) : decodeLogs;
      const moved = (times: bigint[]) => times.map((ns) => (ns === 0n ? ns : ns + SHIFT_NS));
      expect(decode(after).map((log) => log.timeNs)).toEqual(moved(decode(before).map((log) => log.timeNs)));
      expect(decode(after).map((log) => log.observedNs)).toEqual(moved(decode(before).map((log) => log.observedNs)));
    }
    for (const [before, after] of bodies(name, "metrics")) {
      const old = decodeMetrics(before).map((point) => point.timeNs + SHIFT_NS);
      expect(decodeMetrics(after).map((point) => point.timeNs)).toEqual(old);
    }
  });

  it("leaves no id and no time of the capture, and the audio as it was", () => {
    const { capture, requests } = replayed(name);
    const oldIds = new RegExp(jobIdsOf(capture).join("|"));
    const prefix = String(Math.floor(capture.startSeconds)).slice(0, 7);
    for (const [index, request] of requests.entries()) {
      const original = capture.requests[index];
      if (!original) throw new Error("as many requests as were captured");
      const text = inflated(request).toString("latin1");
      const words = request.path.includes("recordings") ? text.slice(0, text.indexOf('name="audio"')) : text;
      expect(words).not.toMatch(oldIds);
      expect(words).not.toMatch(new RegExp(`(?<!\\d)${prefix}\\d{3}(?!\\d)`));
      expect(text.length).toBe(inflatedBody(original).length);
      expect(
        request.body.subarray(-1000).equals(original.body.subarray(-1000)) || !request.path.includes("recordings"),
      ).toBe(true);
    }
  });

  it("is the same for the same seed, and another session for another", () => {
    const [first, again, other] = [replayed(name, "a"), replayed(name, "a"), replayed(name, "b")];
    expect(again.requests.every((each, index) => first.requests[index]?.body.equals(each.body))).toBe(true);
    const jobs = jobIdsOf(first.capture);
    expect(jobs.map(other.fresh.id)).not.toEqual(jobs.map(first.fresh.id));
  });
});

describe("a replayed recording", () => {
  it("starts at the shifted time and names the new job and room", () => {
    const { capture, fresh, requests } = replayed("python-clinic");
    const header = (body: Buffer) => {
      const start = body.indexOf("\r\n\r\n", body.indexOf('name="header"')) + 4;
      return decodeRecordingHeader(body.subarray(start, body.indexOf("\r\n--", start)));
    };
    const index = capture.requests.findIndex((request) => request.path.includes("recordings"));
    const before = header(capture.requests[index]?.body ?? Buffer.alloc(0));
    const after = header(requests[index]?.body ?? Buffer.alloc(0));
    expect(after.startNs).toBe((before.startNs ?? 0n) + SHIFT_NS);
    expect(after.jobId).toBe(fresh.id(before.jobId ?? ""));
    expect(after.roomId).toBe(fresh.id(before.roomId ?? ""));
  });
});
