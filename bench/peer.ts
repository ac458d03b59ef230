import { setTimeout as wait } from "node:timers/promises";
import type { PreparedRequest } from "@/replay/rewrite";
import { type Connection, openConnection } from "./connection";
import { untilDigested } from "./load";
import { castSession, MODES, type Mode, type Mould } from "./mould";
import { processesBelow, readProcess } from "./processes";
import type { Product } from "./product";

/** A product beside ours that somebody started: nothing of it is installed, started or stopped here. */
export interface Peer {
  name: "phoenix" | "victoria";
  /** Without a trailing slash, one a server. */
  urls: string[];
  /** The first process of each; CPU is that of all processes below them too. */
  pids: number[];
}

/** What one product did with the same sessions. */
export interface Outcome {
  acceptedPerSecond: number;
  /** Until a reader finds all of it: ours digested, the peer's records counted. */
  readablePerSecond: number;
  cpuMsPer1000: number;
  refused: number;
}

/** What is sent where, and how one knows that all of it can be read. */
export interface Side {
  connect(): Promise<Pick<Connection, "send" | "close">>;
  cpuMs(): number;
  untilReadable(spans: number, logs: number): Promise<void>;
}

/** How a peer is sent the sessions: over so many connections at once, with or without their logs. */
export interface Terms {
  connections: number;
  withLogs: boolean;
}

/** Sends the same sessions to ours and then to the peer; `sessions`: how many. */
export async function compare(
  sides: { ours: Side; theirs: Side },
  mould: Mould,
  how: { mode: Mode; sessions: number; seed: string; terms: Terms },
): Promise<{ ours: Outcome; theirs: Outcome }> {
  const nowSeconds = Date.now() / 1000;
  const sessions = Array.from({ length: how.sessions }, (_unused, index) =>
    castSession(mould, MODES[how.mode], { seed: `${how.seed}-${index}`, nowSeconds, agoSeconds: index }).filter(
      (request) => how.terms.withLogs || request.path.includes("/traces/"),
    ),
  );
  const counts = { spans: MODES[how.mode].spans * how.sessions, logs: MODES[how.mode].logs * how.sessions };
  const send = (side: Side) => run(side, sessions, { ...counts, connections: how.terms.connections });
  return { ours: await send(sides.ours), theirs: await send(sides.theirs) };
}

async function run(
  side: Side,
  sessions: PreparedRequest[][],
  { spans, logs, connections: count }: { spans: number; logs: number; connections: number },
): Promise<Outcome> {
  const connections = await Promise.all(Array.from({ length: count }, () => side.connect()));
  const cpuBefore = side.cpuMs();
  const startMs = performance.now();
  let refused = 0;
  const left = sessions.values();
  const work = async (connection: Pick<Connection, "send">) => {
    for (const requests of left) {
      for (const request of requests) refused += await sendUntilTaken(connection, request);
    }
  };
  await Promise.all(connections.map(work));
  const acceptedMs = performance.now() - startMs;
  for (const connection of connections) connection.close();
  await side.untilReadable(spans, logs);
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
async function sendUntilTaken(connection: Pick<Connection, "send">, request: PreparedRequest): Promise<number> {
  for (let refused = 0; ; refused += 1) {
    const status = await connection.send(request);
    if (status === 200) return refused;
    if (status !== 429 && status !== 503) throw new Error(`a request was answered ${status}`);
    await wait(200);
  }
}

/** Ours, by the paths that SDKs use. */
export function oursOf(product: Product): Side {
  return {
    connect: () => openConnection(product.target),
    cpuMs: () => product.cpuMs().all,
    untilReadable: () => untilDigested(product.database),
  };
}

/** CPU of these processes and of all below them, in milliseconds. Fails when one is not there. */
export function cpuMsOf(pids: number[]): number {
  const ms = pids.map((pid) => {
    const first = readProcess(pid);
    if (!first) throw new Error(`there is no process ${pid}`);
    return [first, ...processesBelow(pid)].reduce((sum, each) => sum + each.cpuMs, 0);
  });
  return ms.reduce((sum, each) => sum + each, 0);
}
