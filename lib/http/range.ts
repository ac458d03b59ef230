import type { Readable } from "node:stream";
import type { Call, Reply } from "./call";

/** Bytes of a file, both ends included. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * The one range that a `Range` header asks of a file. null: send the whole file (no header, several ranges, or words
 * that are not ours to understand). "unsatisfiable": nothing of it exists. Source: RFC 9110 §14.
 */
export function parseRange(header: string | null, sizeBytes: number): ByteRange | "unsatisfiable" | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.replaceAll(" ", "") ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return null;
  const [, first = "", last = ""] = match;
  if (first === "") {
    const suffixBytes = Math.min(Number(last), sizeBytes);
    return suffixBytes === 0 ? "unsatisfiable" : { start: sizeBytes - suffixBytes, end: sizeBytes - 1 };
  }
  const start = Number(first);
  const end = last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (last !== "" && Number(last) < start) return null;
  return start >= sizeBytes ? "unsatisfiable" : { start, end };
}

/** A file that can be read from any place. */
export interface RangedFile {
  sizeBytes: number;
  contentType: string;
  /** Names this very content: what a player kept of it stays good. Without quotes. */
  etag: string;
  openRange(start: number, endInclusive: number): Promise<Readable> | Readable;
}

/** Answers 200 with the whole file, 206 with the range that was asked for, 304, or 416 with the size. */
export async function rangeReply(call: Call, file: RangedFile): Promise<Reply> {
  const etag = `"${file.etag}"`;
  const headers: Record<string, string> = {
    "accept-ranges": "bytes",
    "content-type": file.contentType,
    "cache-control": "private, max-age=3600",
    etag,
  };
  if (call.header("if-none-match") === etag) return { status: 304, headers };
  const isSameFile = [null, etag].includes(call.header("if-range"));
  const range = isSameFile ? parseRange(call.header("range"), file.sizeBytes) : null;
  if (range === "unsatisfiable") {
    return { status: 416, headers: { ...headers, "content-range": `bytes */${file.sizeBytes}` } };
  }
  const { start, end } = range ?? { start: 0, end: file.sizeBytes - 1 };
  headers["content-length"] = String(end - start + 1);
  if (range) headers["content-range"] = `bytes ${start}-${end}/${file.sizeBytes}`;
  const isBodyWanted = call.method !== "HEAD" && end >= start;
  const body = isBodyWanted ? await file.openRange(start, end) : null;
  return { status: range ? 206 : 200, headers, body };
}
