import type { Readable } from "node:stream";

/**
 * A request as handlers see it, whether Next.js or the HTTP server itself took it. Bodies are read once, with a limit.
 * `path` params come decoded; `query` is the raw search string's parameters.
 */
export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  params: Record<string, string>;
  /** Of the other end of the connection; `access/address.ts` knows whose it is behind proxies. */
  address: string | null;
  /** Header by lower-case name; null when absent. */
  header(name: string): string | null;
  /**
   * The whole body, at most `bytesMax`; throws AppError `too-large` with the limit in words. `holder` is told of the bytes as they
   * come to stay in memory.
   */
  readBody(bytesMax: number, holder?: Holder): Promise<Buffer>;
  /** The body as a stream, for uploads that must not sit in memory; throws AppError `too-large` if it says that it is longer. */
  streamBody(bytesMax?: number): Readable;
  /** Aborts when the client goes away. */
  signal: AbortSignal;
}

/** Counts what stays in memory; may throw to stop it. */
export interface Holder {
  hold(bytes: number): void;
}

/** What a handler answers. A `Readable` body is piped; a string or bytes get their `Content-Length`. */
export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array | Readable | null;
  /** Goes on until somebody leaves: it is cut off when the process stops. */
  isLive?: boolean;
  /** What the request's log event says besides route, status and time (project, counts, bytes); never sent. */
  facts?: Record<string, string | number | boolean | null>;
}

export type Handler = (call: Call) => Promise<Reply>;
