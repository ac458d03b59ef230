import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";

/** One request of a capture, as it came. */
export interface CapturedRequest {
  path: string;
  /** By lower-case name. */
  headers: Record<string, string>;
  body: Buffer;
  receivedSeconds: number;
}

/** One recorded run of an SDK (tests/fixtures/README.md). Times are Unix seconds. */
export interface Capture {
  name: string;
  requests: CapturedRequest[];
  startSeconds: number;
  endSeconds: number;
}

const fixtures = resolve("tests/fixtures");

/** Reads a capture of tests/fixtures by its folder's name; throws when there is none. */
export function loadCapture(name: string): Capture {
  const folder = join(fixtures, name);
  const requests = readdirSync(folder)
    .filter((file) => /^\d+\.json$/.test(file))
    .sort()
    .map((file) => readRequest(folder, file));
  const times = requests.map((request) => request.receivedSeconds);
  return { name, requests, startSeconds: Math.min(...times), endSeconds: Math.max(...times) };
}

/** A request's body without its gzip; a copy of its own to write into. */
export function inflatedBody(request: CapturedRequest): Buffer {
  return request.headers["content-encoding"] === "gzip" ? gunzipSync(request.body) : Buffer.from(request.body);
}

/** The job ids that a capture's telemetry names, in order of appearance: one a session. */
export function jobIdsOf(capture: Capture): string[] {
  const found = new Set<string>();
  for (const request of capture.requests.filter((each) => each.path.includes("/otlp/"))) {
    for (const [id] of inflatedBody(request)
      .toString("latin1")
      .matchAll(/\bAJ_[A-Za-z0-9]{12}\b/g))
      found.add(id);
  }
  return [...found];
}

function readRequest(folder: string, file: string): CapturedRequest {
  const meta: { path: string; received_at: number; headers: [string, string][] } = JSON.parse(
    readFileSync(join(folder, file), "utf8"),
  );
  return {
    path: meta.path,
    headers: Object.fromEntries(meta.headers.map(([name, value]) => [name.toLowerCase(), value])),
    body: readFileSync(join(folder, file.replace(".json", ".body"))),
    receivedSeconds: meta.received_at,
  };
}
