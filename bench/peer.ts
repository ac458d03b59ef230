import { setTimeout as wait } from "node:timers/promises";
import type { PreparedRequest } from "@/replay/rewrite";
import { type Connection, openConnection } from "./connection";
import { untilDigested } from "./load";
import { castSession, MODES, type Mode, type Mould } from "./mould";
import { processesBelow, readProcess } from "./processes";
import type { Product } from "./product";

/** A product beside ours that somebody started: nothing of it is installed, started or stopped here. */
export interface Peer {
  /** Without a trailing slash. */
  url: string;
  /** Its first process; CPU is that of all processes below it too. */
  pid: number;
}

/** What one product did with the same sessions. */
export interface Outcome {
  acceptedPerSecond: number;
  /** Until a reader finds all of it: ours digested, the peer's spans counted. */
  readablePerSecond: number;
  cpuMsPer1000: number;
  refused: number;
}

/** What is sent where, and how one knows that all of it can be read. */
interface Side {
  connect(): Promise<Connection>;
  path: string;
  cpuMs(): number;
  untilReadable(spans: number): Promise<void>;
}

const CONCURRENT_SESSIONS = 16;
const READABLE_MS_MAX = 900_000;

/** Sends the same sessions, traces only, to ours and then to the peer; `sessions`: how many. */
export async function compare(
  product: Product,
  peer: Peer,
  mould: Mould,
  how: { mode: Mode; sessions: number; seed: string },
): Promise<{ ours: Outcome; theirs: Outcome }> {
  const nowSeconds = Date.now() / 1000;
  const sessions = Array.from({ length: how.sessions }, (_unused, index) =>
    castSession(mould, MODES[how.mode], { seed: `${how.seed}-${index}`, nowSeconds, agoSeconds: index }).filter(
      (request) => request.path.includes("/traces/"),
    ),
  );
  const spans = MODES[how.mode].spans * how.sessions;
  return { ours: await run(oursOf(product), sessions, spans), theirs: await run(phoenixOf(peer), sessions, spans) };
}

async function run(side: Side, sessions: PreparedRequest[][], spans: number): Promise<Outcome> {
  const connections = await Promise.all(Array.from({ length: CONCURRENT_SESSIONS }, () => side.connect()));
  const cpuBefore = side.cpuMs();
  const startMs = performance.now();
  let refused = 0;
  const left = sessions.values();
  const work = async (connection: Connection) => {
    for (const requests of left) {
      for (const request of requests) refused += await sendUntilTaken(connection, { ...request, path: side.path });
    }
  };
  await Promise.all(connections.map(work));
  const acceptedMs = performance.now() - startMs;
  for (const connection of connections) connection.close();
  await side.untilReadable(spans);
  const readableMs = performance.now() - startMs;
  const perSecond = (ms: number) => (sessions.length / ms) * 1000;
  return {
    acceptedPerSecond: perSecond(acceptedMs),
    readablePerSecond: perSecond(readableMs),
    cpuMsPer1000: ((side.cpuMs() - cpuBefore) / sessions.length) * 1000,
    refused,
  };
}

/** As exporters do: what is refused for now comes again. Answers how often it was refused. */
async function sendUntilTaken(connection: Connection, request: PreparedRequest): Promise<number> {
  for (let refused = 0; ; refused += 1) {
    const status = await connection.send(request);
    if (status === 200) return refused;
    if (status !== 429 && status !== 503) throw new Error(`a request was answered ${status}`);
    await wait(200);
  }
}

function oursOf(product: Product): Side {
  return {
    connect: () => openConnection(product.target),
    path: "/v1/traces",
    cpuMs: () => product.cpuMs().all,
    untilReadable: () => untilDigested(product.database),
  };
}

/** Arize Phoenix without authentication. It answers before it stores. Source: arize-phoenix 20.26.1, its GraphQL schema. */
function phoenixOf(peer: Peer): Side {
  let before = 0;
  return {
    async connect() {
      before = await countSpans(peer.url);
      return openConnection({ url: peer.url, apiKey: "none", apiSecret: "none" });
    },
    path: "/v1/traces",
    cpuMs: () => {
      const first = readProcess(peer.pid);
      if (!first) throw new Error(`there is no process ${peer.pid}`);
      return [first, ...processesBelow(peer.pid)].reduce((sum, each) => sum + each.cpuMs, 0);
    },
    async untilReadable(spans) {
      const endMs = Date.now() + READABLE_MS_MAX;
      while ((await countSpans(peer.url)) < before + spans) {
        if (Date.now() > endMs) throw new Error("the peer did not show all spans in time");
        await wait(500);
      }
    },
  };
}

async function countSpans(url: string): Promise<number> {
  const query = "{ projects { edges { node { recordCount } } } }";
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
  const { data }: { data: { projects: { edges: { node: { recordCount: number } }[] } } } = await answer.json();
  return data.projects.edges.reduce((sum, { node }) => sum + node.recordCount, 0);
}
