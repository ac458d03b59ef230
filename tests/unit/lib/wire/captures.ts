import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** JSON that another tool wrote, to be walked freely: a missing branch fails the comparison, not the walk. */
export interface DecodedObject {
  [key: string]: Decoded;
}
export interface DecodedList extends Array<Decoded> {}
export type Decoded = DecodedObject & DecodedList;

export interface CapturedRequest {
  number: string;
  path: string;
  headers: Record<string, string>;
  /** As on the wire. */
  raw: Buffer;
  /** Inflated, if it was gzip. */
  body: Buffer;
  /** What another tool (Python's opentelemetry-proto) made of it; null where the folder has none. */
  decoded: Decoded | null;
}

const ROOT = new URL("../../../fixtures/", import.meta.url);

/** All requests of a capture whose path contains `pathPart`, in order of arrival. */
export function captured(capture: string, pathPart = ""): CapturedRequest[] {
  const folder = new URL(`${capture}/`, ROOT);
  return readdirSync(folder)
    .filter((name) => /^\d+\.json$/.test(name))
    .sort()
    .map((name) => readCaptured(folder, name.slice(0, -5)))
    .filter((request) => request.path.includes(pathPart));
}

function readCaptured(folder: URL, number: string): CapturedRequest {
  const meta = JSON.parse(readFileSync(new URL(`${number}.json`, folder), "utf8"));
  const headers = Object.fromEntries(
    (meta.headers as [string, string][]).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const raw = readFileSync(new URL(`${number}.body`, folder));
  let decoded: Decoded | null = null;
  try {
    decoded = JSON.parse(readFileSync(new URL(`${number}.decoded.json`, folder), "utf8"));
  } catch {
    decoded = null;
  }
  return {
    number,
    path: meta.path,
    headers,
    raw,
    body: headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw,
    decoded,
  };
}
