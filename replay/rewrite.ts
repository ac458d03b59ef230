import { gzipSync } from "node:zlib";
import { type Capture, type CapturedRequest, inflatedBody } from "./captures";
import type { Freshness } from "./freshness";
import { rewriteProtobuf, SHAPES } from "./rewrite-protobuf";
import { rewriteText } from "./rewrite-text";

/** A request that is ready but for its signature. */
export interface PreparedRequest {
  /** From the session's first request. */
  offsetMs: number;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** Headers that say something about the body; the rest is the connection's. */
const KEPT_HEADERS = ["content-type", "content-encoding", "transfer-encoding", "user-agent"];

/** All requests of a capture as those of a new session, in the order in which they came. */
export function rewriteCapture(capture: Capture, fresh: Freshness): PreparedRequest[] {
  return capture.requests.map((request) => ({
    offsetMs: (request.receivedSeconds - capture.startSeconds) * 1000,
    path: request.path === "/webhook" ? "/webhooks/livekit" : request.path,
    headers: Object.fromEntries(Object.entries(request.headers).filter(([name]) => KEPT_HEADERS.includes(name))),
    body: rewriteBody(request, fresh),
  }));
}

function rewriteBody(request: CapturedRequest, fresh: Freshness): Buffer {
  const isGzip = request.headers["content-encoding"] === "gzip";
  const bytes = inflatedBody(request);
  const type = request.headers["content-type"] ?? "";
  if (type.startsWith("multipart/")) rewriteRecording(bytes, boundaryOf(type), fresh);
  else if (type.includes("json")) rewriteText(bytes, fresh);
  else rewriteMessage(bytes, SHAPES[signalOf(request.path)], fresh);
  return isGzip ? gzipSync(bytes) : bytes;
}

/** Text first: it leaves every length, so the message keeps its shape. */
export function rewriteMessage(bytes: Buffer, shape: (typeof SHAPES)["traces"], fresh: Freshness): void {
  rewriteText(bytes, fresh);
  rewriteProtobuf(bytes, shape(), fresh);
}

/** The parts of a recordings request but for its audio. Source: PROTOCOL §4. */
function rewriteRecording(bytes: Buffer, boundary: string, fresh: Freshness): void {
  const mark = Buffer.from(`--${boundary}`);
  for (let start = bytes.indexOf(mark); start !== -1; ) {
    const end = bytes.indexOf(mark, start + mark.length);
    if (end === -1) return;
    const part = bytes.subarray(start, end);
    const head = part.subarray(0, part.indexOf("\r\n\r\n")).toString("latin1");
    // Four bytes after the head, and the line break before the next boundary, are not the part's.
    const content = part.subarray(head.length + 4, -2);
    if (head.includes('name="header"')) rewriteMessage(content, SHAPES.recordingHeader, fresh);
    if (head.includes('name="chat_history"')) rewriteText(content, fresh);
    start = end;
  }
}

function boundaryOf(contentType: string): string {
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1];
  if (boundary === undefined) throw new Error(`no boundary in ${contentType}`);
  return boundary;
}

function signalOf(path: string): "traces" | "logs" | "metrics" {
  const signal = /(traces|logs|metrics)/.exec(path)?.[1];
  if (signal === undefined) throw new Error(`no signal in ${path}`);
  return signal as "traces" | "logs" | "metrics";
}
