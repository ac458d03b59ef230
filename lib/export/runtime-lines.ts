import { Readable } from "node:stream";
import type { Line, LineDownloadQuery } from "@/lib/model/lines";
import type { ProjectScope } from "@/lib/model/scope";
import { readLineFilter } from "@/lib/query/line-filter";
import { searchLines } from "@/lib/query/line-search";
import { toSpan } from "@/lib/query/line-segments";

const CONTENT_TYPE = { text: "text/plain; charset=utf-8", ndjson: "application/x-ndjson" };
const EXTENSION = { text: "log", ndjson: "ndjson" };

/** Lines as a file while they are found. */
export interface LinesFile {
  name: string;
  contentType: string;
  content: Readable;
}

/**
 * All lines that a filter means, as text (`time LEVEL worker message`, a traceback below it) or NDJSON (one `Line` of the API a
 * line, with `raw`), streamed: some hundred lines are in memory, however many there are. Without `to` it ends at `nowMs`.
 * Errors: `invalid` for a filter that cannot be read, before anything is sent.
 */
export function exportRuntimeLines(scope: ProjectScope, query: LineDownloadQuery, nowMs: number): LinesFile {
  const span = toSpan(query);
  const wish = {
    tree: readLineFilter(query.q),
    span: { ...span, toMs: span.toMs ?? nowMs },
    order: query.order,
    after: null,
  };
  const toText = query.format === "text" ? textOf : ndjsonOf;
  const day = new Date(nowMs).toISOString().slice(0, 10);
  return {
    name: `lines-${day}.${EXTENSION[query.format]}`,
    contentType: CONTENT_TYPE[query.format],
    content: Readable.from(texts(searchLines(scope, wish), toText), { objectMode: false }),
  };
}

async function* texts(steps: AsyncIterable<{ lines: Line[] }>, toText: (line: Line) => string): AsyncGenerator<string> {
  for await (const { lines } of steps) if (lines.length > 0) yield lines.map(toText).join("");
}

/** The longest level has five letters; a line without one has a dash, so that columns can be cut. */
const LEVEL_WIDTH = 5;

function textOf({ at, level, worker, message, exception }: Line): string {
  const name = (level ?? "-").toUpperCase();
  const below = exception === null || message.includes(exception) ? "" : `\n${exception}`;
  return `${at} ${name}${" ".repeat(LEVEL_WIDTH - name.length)} ${worker} ${message}${below}\n`;
}

function ndjsonOf(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}
