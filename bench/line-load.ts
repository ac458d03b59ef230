import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { LineMould, type Replica } from "./line-mould";

/** Lines of one COPY. */
const CHUNK_LINES = 20_000;
/** So many are made one by one; more are these again, at other times. Lines of one statement that does so. */
const MADE_LINES = 500_000;
const REPEATED_LINES = 250_000;
const DAY_MS = 86_400_000;
const NULL = "\\N";

export interface LineLoad {
  database: pg.Pool;
  projectId: string;
  lines: number;
  days: number;
  endMs: number;
  /** By time as lines come, or in no order at all, as somebody may import them. */
  isShuffled: boolean;
  say: (text: string) => void;
}

/** Twenty replicas of each of four versions that followed one another. */
export const REPLICAS: Replica[] = Array.from({ length: 80 }, (_, index) => ({
  worker: `receptionist-${(index * 7_919).toString(36)}-${index}`,
  agent: "clinic-receptionist",
  deployment: `v${1 + Math.floor(index / 20)}`,
  host: `node-${index % 20}`,
}));

/**
 * Fills the store with lines as intake would have over a long time, by COPY, and waits until the background has indexed what is full.
 * The last segment stays open, as it always is.
 */
export async function loadLines(load: LineLoad): Promise<void> {
  const { database, projectId } = load;
  const moulds = REPLICAS.map((replica) => new LineMould(replica));
  await database.query(
    `insert into worker (project_id, id, agent, deployment, host, sender, state, started_at, last_seen_at)
      select $1, id, agent, deployment, host, 'sidecar', 'running', now(), now()
      from json_to_recordset($2::json) as row (id text, agent text, deployment text, host text)`,
    [projectId, JSON.stringify(REPLICAS.map(({ worker, ...replica }) => ({ id: worker, ...replica })))],
  );
  const made = Math.min(load.lines, MADE_LINES);
  for (let at = 0; at < made; at += CHUNK_LINES) {
    await database.query("select ensure_line_segments(3)");
    await copyChunk(load, moulds, at);
  }
  for (let at = made; at < load.lines; at += made) {
    load.say(`lines: ${Math.round(at / 1e6)} of ${load.lines / 1e6} million …`);
    await repeatLines(load, { made, at });
  }
  await countSegments(load);
  await untilIndexed(load);
}

/** The same lines once more, later: reading what lies there is quicker than making it. */
async function repeatLines(load: LineLoad, { made, at }: { made: number; at: number }): Promise<void> {
  const { database, projectId, lines, days, isShuffled } = load;
  // In no order: every part lies over the whole time.
  const laterMs = isShuffled ? (at / made) * 1_000 : (at / lines) * days * DAY_MS;
  for (let from = 0; from < made; from += REPEATED_LINES) {
    await database.query("select ensure_line_segments(3)");
    await database.query(
      `insert into runtime_line (project_id, at, worker, seq, stream, level, session_id, raw, terms)
        select project_id, at + make_interval(secs => $2::float8 / 1000), worker, seq + $3::int8, stream, level, session_id, raw, terms
        from runtime_line where project_id = $1 and id <= $4 and seq > $5::int8 and seq <= least($5::int8 + $6::int8, $7::int8) order by id`,
      [projectId, laterMs, at, 2 * MADE_LINES, from, REPEATED_LINES, lines - at],
    );
  }
}

async function copyChunk(load: LineLoad, moulds: LineMould[], start: number): Promise<void> {
  const rows: string[] = [];
  const end = Math.min(start + CHUNK_LINES, load.lines);
  for (let n = start; n < end; n += 1) rows.push(rowOf(load, moulds, n));
  const client = await load.database.connect();
  try {
    const columns = "project_id, at, worker, seq, stream, level, session_id, raw, terms";
    await pipeline([Buffer.from(rows.join(""))], client.query(copyFrom(`copy runtime_line (${columns}) from stdin`)));
  } finally {
    client.release();
  }
}

function rowOf({ projectId, lines, days, endMs, isShuffled }: LineLoad, moulds: LineMould[], n: number): string {
  // 7,368,787 is prime: every place once, far from its neighbours.
  const made = Math.min(lines, MADE_LINES);
  const place = isShuffled ? (((n * 7_368_787) % made) / made) * lines : n;
  const at = new Date(endMs - ((lines - place) / lines) * days * DAY_MS).toISOString();
  // The version that ran then, and one of its replicas.
  const replica = Math.min(3, Math.floor(((place % made) / made) * 4)) * 20 + (n % 20);
  const { raw, terms, level, job } = (moulds[replica] as LineMould).cast(n);
  const worker = REPLICAS[replica]?.worker ?? "";
  const columns = [projectId, at, worker, n + 1, 1, level === 0 ? NULL : level, job ?? NULL, escaped(raw)];
  return `${columns.join("\t")}\t${escaped(terms)}\n`;
}

function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t").replaceAll("\r", "\\r");
}

async function countSegments({ database, projectId }: LineLoad): Promise<void> {
  await database.query(
    `insert into line_segment (project_id, segment, min_at, max_at, line_count, size_bytes)
      select project_id, id >> 18, min(at), max(at), count(*), sum(octet_length(raw)) from runtime_line
      where project_id = $1 group by 1, 2`,
    [projectId],
  );
  await database.query(
    `insert into line_minute (project_id, minute, level, line_count, dropped_count)
      select project_id, date_trunc('minute', at), coalesce(level, 0), count(*), 0 from runtime_line
      where project_id = $1 group by 1, 2, 3`,
    [projectId],
  );
}

async function untilIndexed({ database, say }: LineLoad): Promise<void> {
  for (;;) {
    const { rows } = await database.query<{ left: number }>(
      "select count(*)::int as left from line_segment where indexed_at is null and segment < (select last_value >> 18 from runtime_line_id_seq)",
    );
    const left = rows[0]?.left ?? 0;
    if (left === 0) return;
    say(`lines: ${left} segments to index …`);
    await wait(10_000);
  }
}
