import { pipeline } from "node:stream/promises";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { LINE_LEVEL, LINE_STREAM, type NewLine } from "@/lib/model/lines";

const COPY =
  "copy runtime_line (project_id, at, worker, seq, stream, level, session_id, raw, fields, dropped, terms) from stdin";
const NULL = "\\N";

/**
 * Writes the lines by COPY, in their order. Ids and the time of receipt are the database's.
 * Source: PostgreSQL 18, COPY, text format; 8.11.1, tsvector.
 */
export async function copyLines(client: PoolClient, projectId: string, lines: readonly NewLine[]): Promise<void> {
  const rows: string[] = [];
  const project = escaped(projectId);
  for (const line of lines) rows.push(rowOf(project, line));
  await pipeline([Buffer.from(rows.join(""))], client.query(copyFrom(COPY)));
}

function rowOf(project: string, line: NewLine): string {
  const { worker, seq, stream, level, sessionId, raw, fields, dropped, terms } = line;
  const at = new Date(line.atMs).toISOString();
  const facts = `${project}\t${at}\t${escaped(worker)}\t${seq ?? NULL}\t${LINE_STREAM[stream]}`;
  const whose = `${level === null ? NULL : LINE_LEVEL[level]}\t${sessionId === null ? NULL : escaped(sessionId)}`;
  const beside = fields === null ? NULL : escaped(JSON.stringify(fields));
  return `${facts}\t${whose}\t${escaped(raw)}\t${beside}\t${dropped ?? NULL}\t${escaped(toVector(terms))}\n`;
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

/** What needs no quotes in a tsvector, of what terms are made of. */
const PLAIN = /^[\w.=~#@/+-]+$/;

function toVector(terms: readonly string[]): string {
  let vector = "";
  for (const term of terms) {
    vector += PLAIN.test(term) ? `${term} ` : `'${term.replaceAll("\\", "\\\\").replaceAll("'", "''")}' `;
  }
  return vector;
}
