import { spawn } from "node:child_process";
import { once } from "node:events";
import { performance } from "node:perf_hooks";
import type { PreparedRequest } from "@/replay/rewrite";
import { BARE_SCHEMA, SESSION_HEADER } from "./bare-terms";
import { openConnection } from "./connection";
import { readProcess } from "./processes";
import type { Product } from "./product";

const CONNECTIONS = 48;

/** What taking telemetry in costs here at least, by a server that does nothing but commit (`bare-server.ts`); seconds of CPU. */
export interface BareServer {
  sessionsPerSecond: number;
  webSPer1000: number;
  postgresSPer1000: number;
  /** Of both: accepted, not digested. */
  cpuSPer1000: number;
}

/**
 * Sends sessions to that server over as many connections as the load does. Its tables are copies in a schema of their own, in the same
 * PostgreSQL (docs/decisions/0018-bare-server.md).
 */
export async function measureBare(
  product: Product,
  { warmUp, measured }: Record<"warmUp" | "measured", PreparedRequest[][]>,
): Promise<BareServer> {
  const { database } = product;
  await database.query(`create schema ${BARE_SCHEMA};
    create table ${BARE_SCHEMA}.journal_entry (like public.journal_entry including all);
    create table ${BARE_SCHEMA}.activity (like public.activity including all) with (fillfactor = 40)`);
  const url = new URL(product.databaseUrl);
  url.searchParams.set("options", `-c search_path=${BARE_SCHEMA}`);
  const server = spawn(process.execPath, ["scripts/run.mjs", "bench/bare-server.ts"], {
    env: { ...process.env, DATABASE_URL: url.href },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [told] = await once(server.stdout, "data");
    const { port, pid } = JSON.parse(String(told)) as { port: number; pid: number };
    const target = { ...product.target, url: `http://127.0.0.1:${port}` };
    await send(target, warmUp);
    const cpuMs = () => ({ web: readProcess(pid)?.cpuMs ?? 0, postgres: product.cpuMs().postgres });
    const before = cpuMs();
    const tookMs = await send(target, measured);
    const after = cpuMs();
    // Milliseconds a session are seconds per thousand.
    const webSPer1000 = (after.web - before.web) / measured.length;
    const postgresSPer1000 = (after.postgres - before.postgres) / measured.length;
    return {
      sessionsPerSecond: (measured.length / tookMs) * 1000,
      webSPer1000,
      postgresSPer1000,
      cpuSPer1000: webSPer1000 + postgresSPer1000,
    };
  } finally {
    server.kill();
    await database.query(`drop schema ${BARE_SCHEMA} cascade`);
  }
}

/** Answers how long it took, in milliseconds. */
async function send(target: Product["target"], sessions: PreparedRequest[][]): Promise<number> {
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => openConnection(target)));
  const startMs = performance.now();
  const left = sessions.entries();
  await Promise.all(
    connections.map(async (connection) => {
      for (const [index, requests] of left) {
        for (const request of requests) {
          const headers = { ...request.headers, [SESSION_HEADER]: `AJ_bare${index}` };
          const status = await connection.send({ ...request, headers });
          if (status !== 200) throw new Error(`the bare server answered ${status}`);
        }
      }
      connection.close();
    }),
  );
  return performance.now() - startMs;
}
