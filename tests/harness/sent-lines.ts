import type { LineRecord } from "@/lib/wire/lines/batch";
import { DEV_PAIR } from "./database";

/** The head of a sidecar's batch. */
export function workerRecord(id: string, changes: Record<string, unknown> = {}): LineRecord {
  const nowMs = Date.now();
  const told = { agent: "receptionist", deployment: "v1", host: "pod-1", pid: 42, sender: "earshot-sidecar/1.0" };
  return { type: "worker", id, ...told, startedAt: nowMs - 60_000, sentAt: nowMs, ...changes } as LineRecord;
}

/** A line of the process, printed now. */
export function lineRecord(seq: number, raw: string, changes: Record<string, unknown> = {}): LineRecord {
  return { type: "line", seq, at: Date.now(), stream: "stdout", raw, ...changes } as LineRecord;
}

/** An event of the sidecar. */
export function eventRecord(seq: number, event: string, changes: Record<string, unknown> = {}): LineRecord {
  return { type: "event", seq, at: Date.now(), event, text: `It ${event}.`, ...changes } as LineRecord;
}

/** As many lines as asked, numbered from `from` on. */
export function manyLines(from: number, count: number, rawOf: (seq: number) => string = (seq) => `line ${seq}`) {
  return Array.from({ length: count }, (_unused, index) => lineRecord(from + index, rawOf(from + index)));
}

export function ndjson(records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}

/** Posts records, or a body as it is, as a sidecar does. */
export function postLines(
  url: string,
  body: readonly unknown[] | string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}/api/v1/runtime-lines`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`,
      "content-type": "application/x-ndjson",
      ...headers,
    },
    body: Array.isArray(body) ? ndjson(body) : (body as BodyInit),
  });
}
