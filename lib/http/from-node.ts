import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/lib/errors";
import type { Call, Reply } from "./call";
import { tooLarge } from "./from-request";

/** How long a client may go on sending a body that nobody wants any more, so that it can read our answer. */
const LINGER_MS = 20_000;

/** Where a request was routed to. */
export interface Routed {
  path: string;
  search: string;
  params: Record<string, string>;
}

/** A request of Node's own HTTP server as a call. The body may be read once. */
export function toDirectCall(request: IncomingMessage, response: ServerResponse, routed: Routed): Call {
  let signal: AbortSignal | undefined;
  return {
    method: request.method ?? "GET",
    path: routed.path,
    query: new URLSearchParams(routed.search),
    params: routed.params,
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(", ") : (value ?? null);
    },
    readBody: (bytesMax) => readBody(request, bytesMax),
    streamBody: () => request,
    // Made when asked for: most requests are over before their client could go away.
    get signal() {
      signal ??= whenGone(response);
      return signal;
    },
  };
}

/**
 * Writes an answer; resolves when the client has it all or is gone. A body stream that fails after the head was sent can
 * only be cut off: the client sees an incomplete answer, and `onError` is told why.
 */
export async function sendReply(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  onError: (error: unknown) => void,
): Promise<void> {
  if (!request.complete) discardRest(request, response);
  const { body, status, headers } = reply;
  if (body instanceof Readable) {
    response.writeHead(status, headers);
    if (request.method === "HEAD") {
      body.destroy();
      response.end();
      return;
    }
    await pipeline(body, response).catch((error: unknown) => {
      if (!isGone(error)) onError(error);
    });
    return;
  }
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const hasLength = Object.keys(headers ?? {}).some((name) => name.toLowerCase() === "content-length");
  if (status !== 204 && status !== 304 && !hasLength) response.setHeader("content-length", bytes?.length ?? 0);
  response.writeHead(status, headers);
  response.end(request.method === "HEAD" ? undefined : bytes);
}

async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  if (Number(request.headers["content-length"]) > bytesMax) throw tooLarge(bytesMax);
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      request.off("data", onData).off("end", onEnd).off("error", onCut).off("close", onCut);
      end();
    };
    const onData = (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes > bytesMax) settle(() => reject(tooLarge(bytesMax)));
      else chunks.push(chunk);
    };
    const onEnd = () => settle(() => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    const onCut = (cause?: unknown) => {
      const words = "The connection was closed before the whole body had come.";
      settle(() => reject(new AppError("invalid", words, { cause })));
    };
    request.on("data", onData).once("end", onEnd).once("error", onCut).once("close", onCut);
    if (request.destroyed) onCut(request.errored);
  });
}

/** An answer that comes before the end of the body (too large, not allowed): take the rest, but not for ever. */
function discardRest(request: IncomingMessage, response: ServerResponse): void {
  request.on("error", () => undefined);
  response.once("finish", () => {
    if (request.complete || request.destroyed) return;
    request.resume();
    const timer = setTimeout(() => request.destroy(), LINGER_MS).unref();
    request.once("close", () => clearTimeout(timer));
  });
}

function whenGone(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  if (response.closed) controller.abort();
  response.once("close", () => controller.abort());
  return controller.signal;
}

/** The client went away: nothing failed here. */
function isGone(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return ["ERR_STREAM_PREMATURE_CLOSE", "ECONNRESET", "EPIPE", "ABORT_ERR"].includes(code);
}
