import { performance } from "node:perf_hooks";
import type { PreparedRequest } from "@/replay/rewrite";
import { openSender } from "@/replay/send";
import type { Product } from "./product";

const EVENT_MS_MAX = 10_000;
const EVENT = "event: records";

/** Reads one path again and again, one at a time, and answers with how long each took, in milliseconds. */
export async function timeReads(product: Product, paths: string[]): Promise<number[]> {
  const tookMs: number[] = [];
  for (const path of paths) {
    const startMs = performance.now();
    const answer = await fetch(product.target.url + path, { headers: authorization(product) });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
    tookMs.push(performance.now() - startMs);
  }
  return tookMs;
}

/** Ids of stored sessions, newest first. */
export async function listIds(product: Product, limit: number): Promise<string[]> {
  const { rows } = await product.database.query(
    "SELECT session_id FROM session WHERE status <> 'live' ORDER BY started_at DESC LIMIT $1",
    [limit],
  );
  return rows.map((row) => row.session_id);
}

/**
 * Fills the list with copies of the rows of stored sessions, so that lists are measured over `count` of them without
 * waiting until as many have been sent. Only digest rows: a copy has no journal.
 */
export async function multiplySessions(product: Product, count: number): Promise<number> {
  const { rows: columns } = await product.database.query(
    `SELECT column_name FROM information_schema.columns
      WHERE table_name = 'session' AND is_generated = 'NEVER' AND table_schema = current_schema()`,
  );
  const names: string[] = columns.map((row) => row.column_name);
  const values = names.map((name) => {
    if (name === "session_id") return "'AJ_copy' || lpad(copy::text, 9, '0')";
    if (name === "room_id") return "'RM_copy' || lpad(copy::text, 9, '0')";
    return name === "started_at" ? "started_at - copy * interval '97 s'" : name;
  });
  await product.database.query(
    `WITH known AS (SELECT *, row_number() OVER (ORDER BY session_id) - 1 AS nth FROM session),
          wanted AS (SELECT copy FROM generate_series(1, $1::int - (SELECT count(*)::int FROM known)) AS copy)
     INSERT INTO session (${names.join(", ")})
     SELECT ${values.join(", ")} FROM wanted JOIN known ON nth = copy % (SELECT count(*) FROM known)`,
    [count],
  );
  await product.database.query("ANALYZE session");
  const { rows } = await product.database.query("SELECT count(*)::int AS stored FROM session");
  return rows[0].stored;
}

/**
 * From the answer 200 of a batch until an open stream of its session has it, in milliseconds, once a request. The first
 * request makes the session known before the stream is opened.
 */
export async function timeVisible(product: Product, id: string, requests: PreparedRequest[]): Promise<number[]> {
  const sender = openSender(product.target, 1);
  const [first, ...others] = requests;
  if (first) await sender.send(first);
  const stop = new AbortController();
  const answer = await fetch(`${product.target.url}/api/v1/sessions/${id}/stream`, {
    headers: authorization(product),
    signal: stop.signal,
  });
  if (!answer.ok || !answer.body) throw new Error(`the stream was answered ${answer.status}`);
  const seen = new RecordEvents(answer.body);
  await seen.quiet(1000);
  const tookMs: number[] = [];
  for (const request of others) {
    const next = seen.next();
    const { status } = await sender.send(request);
    const ackMs = performance.now();
    if (status !== 200) throw new Error(`a batch was answered ${status}`);
    tookMs.push(Math.max(0, (await next) - ackMs));
  }
  stop.abort();
  sender.close();
  return tookMs;
}

function authorization(product: Product): Record<string, string> {
  return { authorization: `Bearer ${product.target.apiKey}:${product.target.apiSecret}` };
}

/** When `records` events of a stream arrive. A stream that breaks says so by what does not arrive. */
class RecordEvents {
  private waiting: ((atMs: number) => void)[] = [];
  private lastMs = performance.now();

  constructor(body: ReadableStream<Uint8Array>) {
    this.read(body).catch((error: Error) => {
      if (error.name !== "AbortError") console.error(`the stream broke: ${error.message}`);
    });
  }

  /** When the next one arrives; fails after some seconds. */
  next(): Promise<number> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("no event came in time")), EVENT_MS_MAX);
      this.waiting.push((atMs) => {
        clearTimeout(timer);
        resolve(atMs);
      });
    });
  }

  /** Until nothing has come for a while. */
  async quiet(forMs: number): Promise<void> {
    while (performance.now() - this.lastMs < forMs) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let tail = "";
    for await (const chunk of body) {
      const text = tail + decoder.decode(chunk, { stream: true });
      // The name of an event may be cut in two.
      const at = text.lastIndexOf(EVENT);
      tail = text.slice(Math.max(at + 1, text.length - EVENT.length));
      if (at === -1) continue;
      this.lastMs = performance.now();
      for (const resolve of this.waiting.splice(0)) resolve(this.lastMs);
    }
  }
}
