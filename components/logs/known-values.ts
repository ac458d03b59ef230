import type { Line } from "@/lib/model/lines";
import type { LineRow } from "@/lib/view/line-list";
import type { KnownValues } from "@/lib/view/line-suggestions";

/** So many of the newest lines are looked at. */
const LINES_MAX = 2_000;

/** Names of fields, and values of those that say where a line is from, among the lines that are loaded. */
export function knownValues(rows: readonly LineRow[]): KnownValues {
  const fields = new Set<string>();
  const values = new Map<string, Set<string>>();
  for (const row of rows.slice(-LINES_MAX)) {
    if (row.kind !== "line") continue;
    for (const name of Object.keys(row.line.fields)) fields.add(name);
    for (const [name, value] of placesOf(row.line)) {
      if (value) values.set(name, (values.get(name) ?? new Set()).add(value));
    }
  }
  return {
    fields: [...fields].sort(),
    values: new Map([...values].map(([name, found]) => [name, [...found].sort()])),
  };
}

function placesOf(line: Line): [string, string | null][] {
  return [
    ["worker", line.worker],
    ["agent", line.agent],
    ["deployment", line.deployment],
    ["host", line.host],
    ["logger", line.logger],
    ["job_id", line.sessionId],
  ];
}
