import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "@/generated/prisma/client";
import { config } from "@/lib/config";

interface Database {
  pool: pg.Pool;
  prisma?: PrismaClient;
}

/** Next.js's bundle and ours each hold a copy of this module in one process: they must share the connections. */
const KEY = Symbol.for("earshot.database");
const holder = globalThis as { [KEY]?: Database };

/** How long a request may wait for a free connection before it fails. */
const CONNECT_MS_MAX = 10_000;

/**
 * The connections to Postgres of this process, for SQL that stands where it is used.
 * Errors: throws a plain Error when DATABASE_URL is not set (`npm start` sets it for its processes).
 */
export function pool(): pg.Pool {
  return database().pool;
}

/** Prisma over the same connections, for plain reads and writes of one table. */
export function prisma(): PrismaClient {
  const shared = database();
  shared.prisma ??= new PrismaClient({ adapter: new PrismaPg(shared.pool) });
  return shared.prisma;
}

/**
 * A connection of its own, for LISTEN: it must not go back to the pool with its channels. The caller ends it, and listens to
 * its `error` event, which tells that the connection is lost.
 */
export async function connectListener(): Promise<pg.Client> {
  const client = new pg.Client({ ...connection(), keepAlive: true });
  await client.connect();
  return client;
}

/** Ends all connections when the process stops; the next call of `pool()` begins anew. */
export async function closeDatabase(): Promise<void> {
  const shared = holder[KEY];
  holder[KEY] = undefined;
  await shared?.prisma?.$disconnect();
  await shared?.pool.end();
}

function database(): Database {
  holder[KEY] ??= { pool: openPool() };
  return holder[KEY];
}

function openPool(): pg.Pool {
  const opened = new pg.Pool({
    ...connection(),
    max: config().databaseConnectionsMax,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    keepAlive: true,
  });
  // An idle connection that the server closed: the pool has dropped it already, and the next query opens another.
  opened.on("error", () => undefined);
  // One that it closed while somebody was using it: whatever was asked fails, and nobody else listens to the connection itself.
  opened.on("connect", (client) => client.on("error", () => undefined));
  return opened;
}

function connection(): pg.ClientConfig {
  const { databaseUrl } = config();
  if (!databaseUrl) throw new Error("DATABASE_URL is not set; npm start sets it when it runs the embedded PostgreSQL.");
  return { connectionString: databaseUrl, application_name: "earshot" };
}
