import { LINE_LEVEL, LINE_STREAM, type MissingLine, type NewLine } from "@/lib/model/lines";
import type { ProjectScope } from "@/lib/model/scope";
import { type CopyRow, CopyRows } from "./copy-rows";

/** What a line tells beside its row. */
export type LineTold = Omit<NewLine, "raw" | "fields" | "terms">;

/** A line whose row is written already. */
export interface PackedLine extends LineTold {
  row: CopyRow;
  rawBytes: number;
}

/** The columns of a row, in their order. */
export const COPIED_COLUMNS = "project_id, at, worker, seq, stream, level, session_id, raw, fields, dropped, terms";
const COLUMNS = COPIED_COLUMNS.split(", ").length;

/** A row's own and those of its columns without texts: lengths, numbers, the version of jsonb. */
const FIXED_BYTES = 128;
/** One unit of UTF-16 becomes three bytes at most. */
const UNIT_BYTES_MAX = 3;

/**
 * The lines of one request, as the rows that COPY will send. Written one by one, so that of a line's words nothing stays in the
 * collected memory while it waits for the database: copying thousands of short texts from one place to the next cost more than all
 * else.
 */
export class LinePack {
  readonly lines: (PackedLine | MissingLine)[] = [];
  /** Of all rows. */
  sizeBytes = 0;
  readonly #projectId: string;
  readonly #rows = new CopyRows();

  constructor({ projectId }: ProjectScope) {
    this.#projectId = projectId;
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
    const { row, rawBytes } = this.#write(line);
    this.sizeBytes += row.to - row.from;
    return { worker, seq, atMs, stream, level, sessionId, dropped, job, sign, row, rawBytes };
  }

  #write(line: NewLine): Pick<PackedLine, "row" | "rawBytes"> {
    const { worker, level, sessionId, raw, fields, terms } = line;
    const beside = fields === null ? null : JSON.stringify(fields);
    const units =
      this.#projectId.length + worker.length + (sessionId?.length ?? 0) + raw.length + (beside?.length ?? 0);
    const rows = this.#rows;
    rows.begin(COLUMNS, FIXED_BYTES + units * UNIT_BYTES_MAX + terms.bytes.length);
    rows.text(this.#projectId);
    rows.timestamp(line.atMs);
    rows.text(worker);
    rows.int8(line.seq);
    rows.int2(LINE_STREAM[line.stream]);
    rows.int2(level === null ? null : LINE_LEVEL[level]);
    rows.textOrNull(sessionId);
    const rawBytes = rows.text(raw);
    rows.json(beside);
    rows.int4(line.dropped);
    rows.terms(terms.count, terms.bytes);
    return { row: rows.end(), rawBytes };
  }
}
