import type { EventRecord } from "./batch";

/** The process whose lines these are, as the sender says. */
export interface SentWorker {
  id: string;
  agent: string;
  deployment: string | null;
  host: string | null;
  pid: number | null;
  /** By the sender's clock, ms; null when it does not tell. */
  startedAtMs: number | null;
  /** When the batch was made, by the sender's clock, ms. */
  sentAtMs: number | null;
  sender: "sidecar" | "otlp" | "ndjson";
  /** Name and version of the sidecar. */
  senderVersion: string | null;
  /** The sidecar's own trouble, in words. */
  lastError: string | null;
}

/** One line or event of a request, as sent. */
export interface SentLine {
  /** Its place among the request's records, from 0. */
  index: number;
  worker: SentWorker;
  seq: number | null;
  /** By the sender's clock, ms; null when it does not tell. */
  atMs: number | null;
  stream: "stdout" | "stderr" | "system";
  raw: string;
  /** A level that is sent beside the text: OpenTelemetry's number (0: none) and word. */
  severity: { number: number; text: string } | null;
  fields: Record<string, unknown> | null;
  /** What happened, where this is no line of the process. */
  event: EventRecord | null;
}

/** A whole request. What cannot be taken is in `rejected`, by its place. */
export interface SentLines {
  workers: SentWorker[];
  lines: SentLine[];
  rejected: { index: number; reason: string }[];
}

/** The same, decoded bit by bit: what is read already need not stay in memory. */
export interface LineSource {
  /** Those that were named so far. */
  readonly workers: readonly SentWorker[];
  /** Of what was read so far. */
  readonly rejected: readonly { index: number; reason: string }[];
  /** The next records, so many or fewer; empty at the end only. */
  read(count: number): SentLine[];
}

/** A request that is decoded already, as a source. */
export function toSource({ workers, lines, rejected }: SentLines): LineSource {
  let at = 0;
  const read = (count: number): SentLine[] => {
    const from = at;
    at += count;
    return lines.slice(from, at);
  };
  return { workers, rejected, read };
}

/** Names and ids have at most so many characters: some are keys of the store. */
export const NAME_LENGTH_MAX = 200;

/** A name as it may be stored; null when there is none. */
export function nameOf(value: unknown): string | null {
  if (typeof value !== "string" || value === "") return null;
  const name = value.length > NAME_LENGTH_MAX ? value.slice(0, NAME_LENGTH_MAX) : value;
  return name.includes("\0") ? name.replaceAll("\0", "\uFFFD") : name;
}

/** A worker's id of a name that others chose: other characters than those of ids become a dash. */
export function toWorkerId(name: string): string {
  return name.slice(0, NAME_LENGTH_MAX).replace(/[^A-Za-z0-9._:-]/g, "-");
}
