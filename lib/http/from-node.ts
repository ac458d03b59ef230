import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/lib/errors";
import type { Call, Holder, Reply } from "./call";
import { refuseLonger, tooLarge } from "./from-request";

/** How long a client may go on sending a body that nobody wants any more, so that it can read our answer. */
const LINGER_MS = 20_000;
/**
 * One that shall come again may go on as long as bytes come: cut off, it would not see the answer, and a recording would be
 * lost. SDKs themselves end an upload after 15 minutes (PROTOCOL §2.2).
 */
const LINGER_TO_RETRY_MS = 900_000;

/** Where a request was routed to. */
export interface Routed {
  path: string;
  search: string;
  params: Record<string, string>;
}

/** A request of Node's own HTTP server as a call. The body may be read once. */
export function toDirectCall(request: IncomingMessage, response: ServerResponse, routed: Routed): Call {
  return new DirectCall(request, response, routed);
}

/** What most requests never ask for is made when it is asked for. */
class DirectCall implements Call {
  readonly method: string;
  readonly path: string;
  readonly params: Record<string, string>;
  private madeQuery: URLSearchParams | undefined;
  private madeSignal: AbortSignal | undefined;

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly routed: Routed,
  ) {
    this.method = request.method ?? "GET";
    this.path = routed.path;
    this.params = routed.params;
  }

  get query(): URLSearchParams {
    this.madeQuery ??= new URLSearchParams(this.routed.search);
    return this.madeQuery;
  }

  get address(): string | null {
    return this.request.socket.remoteAddress ?? null;
  }

  get signal(): AbortSignal {
    this.madeSignal ??= whenGone(this.response);
    return this.madeSignal;
  }

  header(name: string): string | null {
    const value = this.request.headers[name];
    return Array.isArray(value) ? value.join(", ") : (value ?? null);
  }

  readBody(bytesMax: number, holder?: Holder): Promise<Buffer> {
    refuseLonger(this.request.headers["content-length"], bytesMax);
    askForBody(this.request, this.response);
    return readBody(this.request, bytesMax, holder);
  }

  streamBody(bytesMax?: number): Readable {
    refuseLonger(this.request.headers["content-length"], bytesMax);
    askForBody(this.request, this.response);
    return this.request;
  }
}

/** Requests whose senders wait to hear that their body is wanted, and heard it. */
const asked = new WeakSet<IncomingMessage>();

/** Tells a sender that waits for it to send its body. Source: RFC 9110 §10.1.1 (`Expect: 100-continue`; Node lets no other through). */
export function askForBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.expect === undefined) return;
  asked.add(request);
  response.writeContinue();
}

/** In every answer that is no page: nothing of ours is to be guessed at, or loaded by another site's page. */
const API_HEADERS = ["x-content-type-options", "nosniff", "cross-origin-resource-policy", "same-origin"];

/**
 * Writes an answer. That of a stream resolves when the client has it all or is gone; nobody waits for a text. A body stream that
 * fails after the head was sent can only be cut off: the client sees an incomplete answer, and `onError` is told why.
 */
export function sendReply(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  onError: (error: unknown) => void,
): Promise<void> | undefined {
  const { body, status } = reply;
  if (!request.complete) {
    // Nobody can tell whether a body still comes that was not asked for, so no other request may follow.
    if (request.headers.expect !== undefined && !asked.has(request)) response.setHeader("connection", "close");
    discardRest(request, response, status === 503 || status === 429);
  }
  const isHead = request.method === "HEAD";
  if (body instanceof Readable) {
    response.writeHead(status, headerList(reply, null));
    if (isHead) {
      body.destroy();
      response.end();
      return undefined;
    }
    return pipeline(body, response).catch((error: unknown) => {
      if (!isGone(error)) onError(error);
    });
  }
  const sizeBytes = typeof body === "string" ? Buffer.byteLength(body) : (body?.length ?? 0);
  response.writeHead(status, headerList(reply, status === 204 || status === 304 ? null : sizeBytes));
  // Without a body, or with a text, head and body are one write.
  if (isHead || sizeBytes === 0) response.end();
  else response.end(body);
  return undefined;
}

/** Names and values one after the other, the form that Node writes without another look. */
function headerList({ headers }: Reply, sizeBytes: number | null): string[] {
  const list = [...API_HEADERS];
  let hasLength = sizeBytes === null;
  for (const name in headers) {
    list.push(name, headers[name] as string);
    hasLength ||= name.length === 14 && name.toLowerCase() === "content-length";
  }
  if (!hasLength) list.push("content-length", String(sizeBytes));
  return list;
}

function readBody(request: IncomingMessage, bytesMax: number, holder?: Holder): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    let isRefused = false;
    // After the promise is settled the rest runs through unkept; listeners stay, because taking them off costs more.
    request.on("data", (chunk: Buffer) => {
      if (isRefused) return;
      sizeBytes += chunk.length;
      try {
        if (sizeBytes > bytesMax) throw tooLarge(bytesMax);
        holder?.hold(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        isRefused = true;
        chunks.length = 0;
        reject(error);
      }
    });
    request.on("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    const onCut = (cause?: unknown) => {
      if (request.readableEnded) return;
      const words = "The connection was closed before the whole body had come.";
      reject(new AppError("invalid", words, { cause }));
    };
    request.on("error", onCut);
    request.on("close", onCut);
    if (request.destroyed) onCut(request.errored);
  });
}

/** An answer that comes before the end of the body (too large, not allowed, too busy): take the rest, but not for ever. */
function discardRest(request: IncomingMessage, response: ServerResponse, maySendAll: boolean): void {
  request.on("error", () => undefined);
  response.once("finish", () => {
    if (request.complete || request.destroyed) return;
    request.resume();
    const end = () => request.destroy();
    const timers = [LINGER_MS, LINGER_TO_RETRY_MS].map((ms) => setTimeout(end, ms).unref());
    if (maySendAll) request.on("data", () => timers[0]?.refresh());
    request.once("close", () => timers.forEach(clearTimeout));
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
