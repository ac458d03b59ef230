import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { PreparedRequest } from "@/replay/rewrite";
import { openConnection } from "./connection";
import { runLoad, runPaced } from "./load";
import { castNamed, MODES, type Mould } from "./mould";
import type { CpuMs, Product } from "./product";
import { type Figure, percentile } from "./report";

const WORKERS = 20;
/** A sidecar of 1,000 lines a second sends twice a second. */
const LINES_PER_REQUEST = 500;
const LINES_PER_SECOND = 20_000;
const CAPTURES = ["python-clinic", "node-clinic", "python-trouble", "python-realtime"];
const PATH = "/api/v1/runtime-lines";
const INDEXED_MS_MAX = 300_000;
/** As fast as they are taken: so many seconds' worth at the paced rate. */
const FAST_SECONDS = 15;
/** Calls whose agents print the lines: without a session each would look like a job that failed at its start. */
const CALLS = 40;
/** A tenth of what two cores take of them alone. */
const SESSIONS_PER_SECOND = 4;

interface LinesLoad {
  lines: number;
  seconds: number;
  cpuPer1000: CpuMs;
  tookMs: number[];
  refused: number;
}

/**
 * What agents of 20 replicas print, made of the captures' own output: as fast as it is taken, then for `seconds` at 20,000 lines a
 * second, which a rate limit must not touch, while sessions come in at a tenth of their limit; each line is looked for in the end.
 */
export async function linesFigures(
  product: Product,
  { mould, seconds, say }: { mould: Mould; seconds: number; say: (what: string) => void },
): Promise<Figure[]> {
  say("lines: warming up …");
  const calls = castNamed(mould, MODES.cadence, { count: CALLS, agoSeconds: 60 });
  await runLoad(
    product,
    calls.map(({ requests }) => requests),
  );
  const printer = new Printer(calls.map(({ id }) => id));
  await send(product, printer.requests(LINES_PER_SECOND), null);
  say("lines: as fast as they are taken …");
  const fast = await send(product, printer.requests(LINES_PER_SECOND * Math.min(seconds, FAST_SECONDS)), null);
  say(`lines: ${LINES_PER_SECOND} a second for ${seconds} s …`);
  const sessions = castNamed(mould, MODES.cadence, { count: SESSIONS_PER_SECOND * seconds, agoSeconds: 60 }).flatMap(
    ({ requests }) => requests,
  );
  const [paced, sessionsTookMs] = await Promise.all([
    send(product, printer.requests(LINES_PER_SECOND * seconds), LINES_PER_SECOND),
    runPaced(product, sessions, sessions.length / seconds),
  ]);
  const { rows } = await product.database.query(
    "select count(*)::int as lines, count(distinct (worker, seq))::int as different, count(*) filter (where dropped > 0)::int as notices from runtime_line",
  );
  say("lines: until they are indexed …");
  const indexedMs = await untilIndexed(product);
  const wrong = Math.abs(rows[0].lines - printer.printed) + (rows[0].lines - rows[0].different) + rows[0].notices;
  return [
    rate("lines accepted durable, as fast as they are taken", perSecond(fast), { least: LINES_PER_SECOND }),
    ...pacedFigures(paced, seconds),
    figure(
      `${SESSIONS_PER_SECOND} sessions a second beside them, answer p95`,
      "ms",
      percentile(sessionsTookMs, 0.95),
      null,
    ),
    figure("behind with indexes after that", "s", indexedMs / 1000, null),
    figure("requests not answered 200", "", fast.refused + paced.refused, { most: 0 }),
    figure(`lines lost or doubled, of ${printer.printed}`, "", wrong, { most: 0 }),
  ];
}

function perSecond(load: LinesLoad): number {
  return load.lines / load.seconds;
}

/** Of lines that were sent for so many seconds at the promised rate. */
function pacedFigures(paced: LinesLoad, seconds: number): Figure[] {
  const { all, web, background, postgres } = paced.cpuPer1000;
  return [
    rate(`lines accepted durable, sent at ${LINES_PER_SECOND} a second`, perSecond(paced), null),
    // Whoever keeps up has answered soon after the last was sent, however long it went on.
    figure("the last answer at that rate, behind the last line", "s", paced.seconds - seconds, { most: 1 }),
    figure("answer to 500 lines at that rate, p50", "ms", percentile(paced.tookMs, 0.5), null),
    figure("answer to 500 lines at that rate, p95", "ms", percentile(paced.tookMs, 0.95), { most: 1000 }),
    cpu("CPU per 1,000 lines at that rate, with the sessions beside them", all),
    cpu("… of it web", web),
    cpu("… of it background", background),
    cpu("… of it Postgres", postgres),
  ];
}

/** Prints what the captures' processes printed, over and over, under new numbers and at new times. */
class Printer {
  printed = 0;
  readonly #raw = CAPTURES.flatMap((capture) =>
    readFileSync(`tests/fixtures/${capture}/worker.log`, "utf8").trimEnd().split("\n"),
  );
  readonly #seqs: number[] = Array(WORKERS).fill(0);
  readonly #jobs: readonly string[];

  constructor(jobs: readonly string[]) {
    this.#jobs = jobs;
  }

  /** Requests of the workers in turn. Times are those of the sending at the paced rate, from now on. */
  requests(lines: number): PreparedRequest[] {
    const startMs = Date.now();
    const requests: PreparedRequest[] = [];
    for (let made = 0; made < lines; made += LINES_PER_REQUEST) {
      const atMs = startMs + (made / LINES_PER_SECOND) * 1000;
      requests.push({ ...this.#request(requests.length % WORKERS, atMs), offsetMs: 0 });
    }
    return requests;
  }

  #request(worker: number, atMs: number): Omit<PreparedRequest, "offsetMs"> {
    const id = `bench-${worker}`;
    const whose = { agent: "front-desk", deployment: "bench", host: `pod-${worker}`, pid: 1, sender: "bench/1" };
    const head = { type: "worker", id, ...whose, startedAt: atMs, sentAt: atMs };
    const records = [JSON.stringify(head)];
    for (let index = 0; index < LINES_PER_REQUEST; index += 1) {
      const seq = (this.#seqs[worker] ?? 0) + 1;
      this.#seqs[worker] = seq;
      // No two are the same, as in life.
      const raw = (this.#raw[this.printed % this.#raw.length] ?? "").replace(/\d{4}(?=[}"]?$)/, String(seq));
      records.push(JSON.stringify({ type: "line", seq, at: atMs + index, stream: "stdout", raw: this.#fresh(raw) }));
      this.printed += 1;
    }
    const body = gzipSync(records.join("\n"), { level: 1 });
    return { path: PATH, headers: { "content-type": "application/x-ndjson", "content-encoding": "gzip" }, body };
  }

  /** Another job every thousand lines; times in the text are left out, or all lines would be of the captures' day. */
  #fresh(raw: string): string {
    const job = this.#jobs[Math.floor(this.printed / 1000) % this.#jobs.length] ?? "";
    return raw
      .replace(/AJ_\w+/g, job)
      .replace(/, "timestamp": "[^"]*"/, "")
      .replace(/"time":\d+,/, "");
  }
}

/** `linesPerSecond` null: as fast as they are taken. One request of a worker after the other. */
async function send(product: Product, requests: PreparedRequest[], linesPerSecond: number | null): Promise<LinesLoad> {
  const connections = await Promise.all(Array.from({ length: WORKERS }, () => openConnection(product.target)));
  const before = product.cpuMs();
  const startMs = performance.now();
  const tookMs: number[] = [];
  let refused = 0;
  await Promise.all(
    connections.map(async (connection, worker) => {
      for (let index = worker; index < requests.length; index += WORKERS) {
        const dueMs = linesPerSecond === null ? 0 : startMs + ((index * LINES_PER_REQUEST) / linesPerSecond) * 1000;
        const earlyMs = dueMs - performance.now();
        if (earlyMs > 0) await wait(earlyMs);
        const fromMs = linesPerSecond === null || earlyMs > 0 ? performance.now() : dueMs;
        if ((await connection.send(requests[index] as PreparedRequest)) !== 200) refused += 1;
        tookMs.push(performance.now() - fromMs);
      }
    }),
  );
  const seconds = (performance.now() - startMs) / 1000;
  for (const connection of connections) connection.close();
  const after = product.cpuMs();
  const lines = requests.length * LINES_PER_REQUEST;
  const per1000 = (part: keyof CpuMs) => ((after[part] - before[part]) / lines) * 1000;
  const cpuPer1000 = {
    ...{ web: per1000("web"), background: per1000("background") },
    ...{ postgres: per1000("postgres"), all: per1000("all") },
  };
  return { lines, seconds, cpuPer1000, tookMs, refused };
}

async function untilIndexed(product: Product): Promise<number> {
  const startMs = performance.now();
  while (performance.now() - startMs < INDEXED_MS_MAX) {
    const { rows } = await product.database.query(
      "select count(*)::int as left from line_segment where indexed_at is null and segment < (select last_value >> 18 from runtime_line_id_seq)",
    );
    if (rows[0].left === 0) return performance.now() - startMs;
    await wait(200);
  }
  throw new Error("segments of lines were not indexed in time");
}

function figure(what: string, unit: string, measured: number, hold: Figure["hold"]): Figure {
  return { what, unit, measured, hold };
}

function rate(what: string, measured: number, hold: Figure["hold"]): Figure {
  return figure(what, "lines/s", measured, hold);
}

function cpu(what: string, cpuMs: number): Figure {
  return figure(what, "ms", cpuMs, null);
}
