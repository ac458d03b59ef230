import {
  LINE_LEVEL,
  LINE_STREAM,
  type Line,
  type LineLevel,
  type LineStream,
  type StoredLine,
} from "@/lib/model/lines";
import { parseLine, withSent } from "@/lib/normalise/lines";

/** What an answer needs of rows `l` of `runtime_line` and their workers `w` (`JOIN_WORKER`). */
export const LINE_COLUMNS = `l.id, l.at, l.received_at, l.worker, w.agent, w.deployment, w.host, l.seq, l.stream, l.level,
  l.session_id, l.raw, l.fields, l.dropped`;

/** Left: a line whose worker is not there any more is still a line. */
export const JOIN_WORKER = "left join worker w on w.project_id = l.project_id and w.id = l.worker";

/** A row of `LINE_COLUMNS` as the driver gives it. */
export interface LineRow {
  id: string;
  at: Date;
  received_at: Date;
  worker: string;
  agent: string | null;
  deployment: string | null;
  host: string | null;
  seq: string | null;
  stream: number;
  level: number | null;
  session_id: string | null;
  raw: string;
  fields: unknown;
  dropped: number | null;
}

const STREAM_BY_NUMBER = new Map<number, LineStream>(
  Object.entries(LINE_STREAM).map(([name, number]) => [number, name as LineStream]),
);
const LEVEL_BY_NUMBER = new Map<number, LineLevel>(
  Object.entries(LINE_LEVEL).map(([name, number]) => [number, name as LineLevel]),
);

/** A stored line out of its row. Errors: throws a plain Error for a number that no stream has. */
export function toStoredLine(row: LineRow): StoredLine {
  const stream = STREAM_BY_NUMBER.get(row.stream);
  if (!stream) throw new Error(`runtime_line ${row.id} has the unknown stream ${row.stream}`);
  return {
    id: BigInt(row.id),
    at: row.at,
    receivedAt: row.received_at,
    worker: row.worker,
    agent: row.agent ?? "",
    deployment: row.deployment,
    host: row.host,
    seq: row.seq === null ? null : BigInt(row.seq),
    stream,
    level: row.level === null ? null : (LEVEL_BY_NUMBER.get(row.level) ?? null),
    sessionId: row.session_id,
    raw: row.raw,
    fields: isObject(row.fields) ? row.fields : null,
    dropped: row.dropped,
  };
}

/** The line as answers show it: what its text says is understood anew, so nothing of that is stored twice. */
export function toLine(stored: StoredLine): Line {
  const { message, logger, fields, exception } =
    stored.stream === "system" ? ofSystem(stored) : withSent(parseLine(stored.raw), stored.fields);
  const line: Line = {
    id: String(stored.id),
    at: stored.at.toISOString(),
    receivedAt: stored.receivedAt.toISOString(),
    agent: stored.agent,
    deployment: stored.deployment,
    worker: stored.worker,
    host: stored.host,
    stream: stored.stream,
    level: stored.level,
    message,
    raw: stored.raw,
    logger,
    fields,
    exception,
    sessionId: stored.sessionId,
    seq: stored.seq === null ? null : Number(stored.seq),
  };
  if (stored.dropped !== null) line.dropped = stored.dropped;
  return line;
}

/** Our own words are no agent's: they are not looked into. */
function ofSystem({ raw, fields }: StoredLine): Pick<Line, "message" | "logger" | "fields" | "exception"> {
  return { message: raw, logger: null, fields: fields ?? {}, exception: null };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
