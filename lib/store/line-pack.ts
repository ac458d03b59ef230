import { LINE_LEVEL, LINE_STREAM, type MissingLine, type NewLine } from "@/lib/model/lines";
import type { ProjectScope } from "@/lib/model/scope";

/** Rows are written into pieces of this size: those of a sidecar's request fit into few. */
const CHUNK_BYTES = 256 * 1024;
const NULL = "\\N";

/** What a line tells beside its row. */
export type LineTold = Omit<NewLine, "raw" | "fields" | "terms">;

/** A line whose row is written already: the bytes of `chunk` between `from` and `to`. */
export interface PackedLine extends LineTold {
  rawBytes: number;
  chunk: Buffer;
  from: number;
  to: number;
}

/**
 * The lines of one request, as the rows that COPY will send. Written one by one, so that of a line's words nothing stays in the
 * collected memory while it waits for the database: copying thousands of short texts from one place to the next cost more than all
 * else. Source: PostgreSQL 18, COPY, text format; 8.11.1, tsvector.
 */
export class LinePack {
  readonly lines: (PackedLine | MissingLine)[] = [];
  /** Of all rows. */
  sizeBytes = 0;
  readonly #project: string;
  #chunk: Buffer = Buffer.alloc(0);
  #used = 0;

  constructor({ projectId }: ProjectScope) {
    this.#project = escaped(projectId);
  }

  add(line: NewLine): void {
    this.lines.push(this.pack(line));
  }

  addMissing(line: MissingLine): void {
    this.lines.push(line);
  }

  /** The same line with its row written, but not among the pack's own. */
  pack(line: NewLine): PackedLine {
    const { worker, seq, atMs, stream, level, sessionId, dropped, job, sign } = line;
    const row = rowOf(this.#project, line);
    const room = this.#roomFor(row);
    const from = this.#used;
    const to = from + room.write(row, from);
    this.#used = to;
    this.sizeBytes += to - from;
    const told = { worker, seq, atMs, stream, level, sessionId, dropped, job, sign };
    return { ...told, rawBytes: Buffer.byteLength(line.raw), chunk: room, from, to };
  }

  #roomFor(row: string): Buffer {
    // One unit of UTF-16 becomes three bytes at most.
    if (this.#chunk.length - this.#used >= row.length * 3) return this.#chunk;
    const bytes = Buffer.byteLength(row);
    if (this.#chunk.length - this.#used < bytes) {
      this.#chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, bytes));
      this.#used = 0;
    }
    return this.#chunk;
  }
}

/** The columns of a row, in their order. */
export const COPIED_COLUMNS = "project_id, at, worker, seq, stream, level, session_id, raw, fields, dropped, terms";

function rowOf(project: string, line: NewLine): string {
  const { worker, seq, stream, level, sessionId, raw, fields, dropped, terms } = line;
  const at = new Date(line.atMs).toISOString();
  const facts = `${project}\t${at}\t${escaped(worker)}\t${seq ?? NULL}\t${LINE_STREAM[stream]}`;
  const whose = `${level === null ? NULL : LINE_LEVEL[level]}\t${sessionId === null ? NULL : escaped(sessionId)}`;
  const beside = fields === null ? NULL : escaped(JSON.stringify(fields));
  return `${facts}\t${whose}\t${escaped(raw)}\t${beside}\t${dropped ?? NULL}\t${toVector(terms)}\n`;
}

/** A backslash and what ends columns and rows. Most texts have none of them. */
function escaped(text: string): string {
  let safe = text;
  if (safe.includes("\\")) safe = safe.replaceAll("\\", "\\\\");
  if (safe.includes("\n")) safe = safe.replaceAll("\n", "\\n");
  if (safe.includes("\t")) safe = safe.replaceAll("\t", "\\t");
  if (safe.includes("\r")) safe = safe.replaceAll("\r", "\\r");
  return safe;
}

/** Between terms: a space for a tsvector, and in no term. */
const BETWEEN = "\v";
/** What needs no quotes in a tsvector, of what terms are made of, and nothing that COPY would take for its own. */
const PLAIN = /^[\w.=~#@/+\v\u00c0-\u024f\u0370-\u052f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3-]*$/;

/** The terms as a column. Nearly always none needs quotes. */
function toVector(terms: readonly string[]): string {
  const joined = terms.join(BETWEEN);
  if (PLAIN.test(joined)) return joined;
  const quoted = terms.map((term) => `'${term.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`);
  return escaped(quoted.join(" "));
}
