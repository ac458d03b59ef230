import { parseArgs } from "node:util";
import { loadLines } from "./line-load";
import { KINDS, questionsOf } from "./line-questions";
import { type Product, startProduct } from "./product";
import { type Figure, formatReport, percentile } from "./report";

// `node scripts/run.mjs bench/search.ts`: how long the first page of a search takes in millions of lines (docs/benchmarks.md).

const usage = `node scripts/run.mjs bench/search.ts [--lines 10000000] [--shuffled] [--rounds 3] [--database-url URL]
lines: how many are stored over 90 days; shuffled: stored in no order of time; rounds: how often each question is asked`;

const DAYS = 90;
const DAY_MS = 86_400_000;
const SPANS = [
  { name: "24 h", days: 1 },
  { name: "90 days", days: DAYS },
];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      lines: { type: "string", default: "10000000" },
      shuffled: { type: "boolean", default: false },
      rounds: { type: "string", default: "3" },
      "database-url": { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return console.log(usage);
  const product = await startProduct(values["database-url"]);
  try {
    const endMs = Date.now();
    const { rows } = await product.database.query<{ id: string }>("select id from project limit 1");
    const projectId = rows[0]?.id ?? "";
    const lines = Number(values.lines);
    const startMs = Date.now();
    await loadLines({
      database: product.database,
      projectId,
      lines,
      days: DAYS,
      endMs,
      isShuffled: values.shuffled,
      say,
    });
    say(`loaded and indexed in ${Math.round((Date.now() - startMs) / 1000)} s`);
    const figures = [
      ...(await sizeFigures(product, lines)),
      ...(await searchFigures(product, endMs, Number(values.rounds))),
    ];
    console.log(formatReport(figures, [`${lines} lines over ${DAYS} days`]));
  } finally {
    await product.stop();
  }
}

async function sizeFigures({ database }: Product, lines: number): Promise<Figure[]> {
  const { rows } = await database.query<{ table_bytes: string; index_bytes: string; all_bytes: string }>(
    `select sum(pg_table_size(inhrelid)) as table_bytes, sum(pg_indexes_size(inhrelid)) as index_bytes,
      (select sum(octet_length(raw)) from runtime_line tablesample system (1)) /
        (select count(*) from runtime_line tablesample system (1)) as all_bytes
    from pg_inherits where inhparent = 'runtime_line'::regclass`,
  );
  const [row] = rows;
  return [
    { what: "text of a line", unit: "bytes", measured: Number(row?.all_bytes), hold: null },
    { what: "table on disk, a line", unit: "bytes", measured: Number(row?.table_bytes) / lines, hold: null },
    { what: "indexes on disk, a line", unit: "bytes", measured: Number(row?.index_bytes) / lines, hold: null },
  ];
}

async function searchFigures(product: Product, endMs: number, rounds: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const span of SPANS) {
    const from = new Date(endMs - span.days * DAY_MS).toISOString();
    for (const kind of KINDS) {
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        for (const q of questionsOf(kind, round)) {
          const { ms, found, isCut } = await ask(product, { q, from });
          times.push(ms);
          say(`${span.name} ${kind}: ${ms.toFixed(0)} ms, ${found} lines${isCut ? ", cut" : ""}: ${q}`);
        }
      }
      const shares = [0.5, 0.95, 0.99].map((share) => percentile(times, share));
      const [p50 = 0, p95 = 0, p99 = 0] = shares;
      const what = `first page, ${kind}, ${span.name}, ${times.length} searches`;
      figures.push({ what: `${what}: p50`, unit: "ms", measured: p50, hold: null });
      figures.push({ what: `${what}: p95`, unit: "ms", measured: p95, hold: { most: 1_000 } });
      figures.push({ what: `${what}: p99`, unit: "ms", measured: p99, hold: null });
    }
  }
  return figures;
}

async function ask({ target }: Product, { q, from }: { q: string; from: string }) {
  const url = `${target.url}/api/v1/lines?${new URLSearchParams({ q, from })}`;
  const startMs = performance.now();
  const answer = await fetch(url, { headers: { authorization: `Bearer ${target.apiKey}:${target.apiSecret}` } });
  const body = (await answer.json()) as { lines: unknown[]; notice?: string };
  const ms = performance.now() - startMs;
  if (answer.status !== 200) throw new Error(`${q}: ${answer.status} ${JSON.stringify(body)}`);
  return { ms, found: body.lines.length, isCut: body.notice !== undefined };
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

await main();
