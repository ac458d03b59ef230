import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { AppError } from "@/lib/errors";
import type { Call, Holder } from "./call";

/** A Web `Request`, as Next.js gives it, as a call. */
export function toCall(request: Request, params: Record<string, string>): Call {
  const url = new URL(request.url);
  return {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    params,
    // Next.js hides the connection; `pages.ts` writes it down, over whatever a client sent by that name.
    address: request.headers.get("x-earshot-address"),
    header: (name) => request.headers.get(name),
    readBody: (bytesMax, holder) => {
      refuseLonger(request.headers.get("content-length"), bytesMax);
      return collect(bodyOf(request), bytesMax, holder);
    },
    streamBody: (bytesMax) => {
      refuseLonger(request.headers.get("content-length"), bytesMax);
      return bodyOf(request);
    },
    signal: request.signal,
  };
}

function bodyOf(request: Request): Readable {
  // The same object at run time; Node's and the browser's type libraries do not know of each other.
  return request.body ? Readable.fromWeb(request.body as unknown as NodeReadableStream) : Readable.from([]);
}

async function collect(body: Readable, bytesMax: number, holder?: Holder): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw tooLarge(bytesMax);
    holder?.hold(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Refuses a body by its `Content-Length` before any of it is read. Errors: `too-large`. */
export function refuseLonger(contentLength: string | null | undefined, bytesMax: number | undefined): void {
  if (bytesMax !== undefined && Number(contentLength) > bytesMax) throw tooLarge(bytesMax);
}

/** The limit in words, for every way in. */
export function tooLarge(bytesMax: number): AppError {
  return new AppError("too-large", `The body is larger than this server takes: at most ${bytesMax} bytes.`);
}
