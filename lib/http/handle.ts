import { Readable } from "node:stream";
import { AppError, type ErrorCode } from "@/lib/errors";
import { log } from "@/lib/log";
import type { Call, Handler, Reply } from "./call";
import { countRequest } from "./figures";
import { toCall } from "./from-request";

const STATUS: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  "too-large": 413,
  unsupported: 415,
  limited: 429,
  unavailable: 503,
};

/**
 * How an error's code and words are written for this kind of client; `retryAfterMs` when it shall come again later than others.
 */
export type ErrorBody = (
  call: Call,
  error: AppError,
) => { contentType: string; body: string | Uint8Array; retryAfterMs?: number | null };

/** What Next.js calls for a method of a route file; `direct` is the same handler for the HTTP server's fast lane. */
export interface Route {
  (request: Request, context?: { params: Promise<unknown> }): Promise<Response>;
  direct: Handler;
}

export interface RouteOptions {
  /** JSON `{ error: { code, message } }` unless the protocol has words of its own. */
  errorBody?: ErrorBody;
  /** Logs one of so many quick successes: a busy route would write more log than data. Failures are all logged. */
  logOneOf?: number;
}

/** A request that took this long is always logged. */
const SLOW_MS = 1_000;

/**
 * Makes a route's exported method from a handler: failures become statuses here and nowhere else, and each request
 * becomes one log event.
 */
export function route(handler: Handler, { errorBody = jsonError, logOneOf = 1 }: RouteOptions = {}): Route {
  let unlogged = 0;
  const direct: Handler = async (call) => {
    const startMs = performance.now();
    let reply: Reply;
    try {
      reply = await handler(call);
    } catch (error) {
      reply = toErrorReply(call, error, errorBody);
    }
    const durationMs = performance.now() - startMs;
    countRequest(call, reply.status, durationMs);
    unlogged += 1;
    if (unlogged >= logOneOf || reply.status >= 400 || durationMs >= SLOW_MS) {
      logRequest(call, reply, { durationMs, requests: unlogged });
      unlogged = 0;
    }
    return reply;
  };
  const viaNext = async (request: Request, context?: { params: Promise<unknown> }) =>
    toResponse(await direct(toCall(request, pathParams(await context?.params))));
  return Object.assign(viaNext, { direct });
}

const jsonError: ErrorBody = (_call, { code, message }) => ({
  contentType: "application/json",
  body: JSON.stringify({ error: { code, message } }),
});

function toErrorReply(call: Call, error: unknown, errorBody: ErrorBody): Reply {
  if (!(error instanceof AppError)) {
    log.error("request failed", { route: call.path, error: describe(error) });
    const body = JSON.stringify({ error: { code: "internal", message: "The server failed; its log says why." } });
    return { status: 500, headers: { "content-type": "application/json" }, body, facts: { outcome: "internal" } };
  }
  const { contentType, body, retryAfterMs = error.retryAfterMs } = errorBody(call, error);
  const headers: Record<string, string> = { "content-type": contentType };
  if (retryAfterMs !== null) headers["retry-after"] = String(Math.ceil(retryAfterMs / 1000));
  if (error.code === "unauthenticated") headers["www-authenticate"] = "Bearer";
  const facts = { outcome: error.code, reason: error.message, cause: error.cause ? describe(error.cause) : null };
  return { status: STATUS[error.code], headers, body, facts };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** `requests`: how many this line stands for, itself and the quick successes before it. */
function logRequest(
  call: Call,
  reply: Reply,
  { durationMs, requests }: { durationMs: number; requests: number },
): void {
  const facts = { route: call.path, method: call.method, status: reply.status, ms: Math.round(durationMs * 10) / 10 };
  log.info("request", { ...facts, requests, outcome: "ok", ...reply.facts });
}

/** Next.js gives them decoded (a second time would turn the id `%2500` into a zero byte); ours are single segments. */
function pathParams(params: unknown): Record<string, string> {
  if (typeof params !== "object" || params === null) return {};
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}

function toResponse(reply: Reply): Response {
  const { body } = reply;
  return new Response(body instanceof Readable ? webStream(body) : toBodyInit(body), {
    status: reply.status,
    headers: reply.headers,
  });
}

function toBodyInit(body: string | Uint8Array | null | undefined): BodyInit | null {
  return typeof body === "string" || body === undefined || body === null ? (body ?? null) : new Uint8Array(body);
}

/** Node's and the browser's stream types are the same objects at run time and differ only in TypeScript's libraries. */
function webStream(body: Readable): ReadableStream {
  return Readable.toWeb(body) as unknown as ReadableStream;
}
