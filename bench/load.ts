import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import type pg from "pg";
import type { PreparedRequest } from "@/replay/rewrite";
import { type Connection, openConnection } from "./connection";
import type { CpuMs, Product } from "./product";

export interface LoadResult {
  sessions: number;
  requests: number;
  acceptedPerSecond: number;
  requestsPerSecond: number;
  digestedPerSecond: number;
  /** Web, background and Postgres, per 1,000 sessions, accepted and digested. */
  cpuPer1000: CpuMs;
  generatorCpuMsPer1000: number;
  bytesPerSession: number;
  refused: number;
}

const DIGEST_MS_MAX = 600_000;
const CONCURRENT_SESSIONS = 48;
const TABLES = ["journal_entry", "session", "turn", "tool_call", "model_usage", "recording", "session_text"];

/** Sends sessions as fast as they are taken, many at once and each in order, and waits until all are digested. */
export async function runLoad(product: Product, sessions: PreparedRequest[][]): Promise<LoadResult> {
  const connections = await openConnections(product);
  const storedBefore = await storedBytes(product.database);
  const cpuBefore = product.cpuMs();
  const ownBefore = process.cpuUsage();
  const startMs = performance.now();
  let refused = 0;
  const left = sessions.values();
  const work = async (connection: Connection) => {
    for (const requests of left) {
      for (const request of requests) if ((await connection.send(request)) !== 200) refused += 1;
    }
  };
  await Promise.all(connections.map(work));
  const acceptedMs = performance.now() - startMs;
  const own = process.cpuUsage(ownBefore);
  for (const connection of connections) connection.close();
  await untilDigested(product.database);
  const digestedMs = performance.now() - startMs;
  const cpu = product.cpuMs();
  const per1000 = (part: keyof CpuMs) => ((cpu[part] - cpuBefore[part]) / sessions.length) * 1000;
  const requests = sessions.reduce((sum, each) => sum + each.length, 0);
  return {
    sessions: sessions.length,
    requests,
    acceptedPerSecond: (sessions.length / acceptedMs) * 1000,
    requestsPerSecond: (requests / acceptedMs) * 1000,
    digestedPerSecond: (sessions.length / digestedMs) * 1000,
    cpuPer1000: {
      web: per1000("web"),
      background: per1000("background"),
      postgres: per1000("postgres"),
      all: per1000("all"),
    },
    // Microseconds a session are milliseconds per thousand.
    generatorCpuMsPer1000: (own.user + own.system) / sessions.length,
    bytesPerSession: ((await storedBytes(product.database)) - storedBefore) / sessions.length,
    refused,
  };
}

/**
 * Sends requests at an even rate, whatever the answers take, and answers with how long each took from when it was due, in
 * milliseconds: a request that had to wait for a free connection waited for the server.
 */
export async function runPaced(product: Product, requests: PreparedRequest[], perSecond: number): Promise<number[]> {
  const connections = await openConnections(product);
  const startMs = performance.now();
  const tookMs: number[] = [];
  const left = requests.entries();
  const work = async (connection: Connection) => {
    for (const [index, request] of left) {
      const dueMs = startMs + (index / perSecond) * 1000;
      const earlyMs = dueMs - performance.now();
      if (earlyMs > 0) await wait(earlyMs);
      // A timer is late by up to a millisecond or two: that is ours, not the server's.
      const fromMs = earlyMs > 0 ? performance.now() : dueMs;
      await connection.send(request);
      tookMs.push(performance.now() - fromMs);
    }
  };
  await Promise.all(connections.map(work));
  for (const connection of connections) connection.close();
  await untilDigested(product.database);
  return tookMs;
}

function openConnections(product: Product): Promise<Connection[]> {
  return Promise.all(Array.from({ length: CONCURRENT_SESSIONS }, () => openConnection(product.target)));
}

/** The to-do list is empty: every session that had entries is digested. */
export async function untilDigested(database: pg.Pool): Promise<void> {
  const endMs = Date.now() + DIGEST_MS_MAX;
  while (Date.now() < endMs) {
    const { rows } = await database.query("SELECT count(*)::int AS left FROM activity");
    if (rows[0].left === 0) return;
    await wait(50);
  }
  throw new Error("the background process did not digest everything in time");
}

/** With indexes and partitions. */
async function storedBytes(database: pg.Pool): Promise<number> {
  const { rows } = await database.query(
    `SELECT sum(pg_total_relation_size(tree.relid))::float AS bytes
       FROM unnest($1::text[]) AS name, pg_partition_tree(name::regclass) AS tree`,
    [TABLES],
  );
  return rows[0].bytes ?? 0;
}
