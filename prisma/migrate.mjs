// Applies pending migrations in process, under a lock, so that any number of processes may start at once.
// `node prisma/migrate.mjs` does it for DATABASE_URL.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { FILTERS, migrationsList, openSchemaEngine, PRISMA_DIR } from "./schema-engine.mjs";

/** Key of the advisory lock: the ASCII letters "EARS". Any number would do; it must only never change. */
const LOCK_KEY = 0x45415253;

/**
 * Brings the database to the newest schema.
 * @param {string} databaseUrl
 * @returns {Promise<string[]>} names of the migrations that were applied now
 */
export async function migrate(databaseUrl) {
  // The lock lives in a connection of its own: the server releases it should we be killed half-way.
  const lock = new pg.Client({ connectionString: databaseUrl });
  await lock.connect();
  try {
    await lock.query("SELECT pg_advisory_lock($1)", [LOCK_KEY]);
    if (await isCurrent(lock)) return [];
    const engine = await openSchemaEngine({ url: databaseUrl });
    const done = await engine.applyMigrations({ migrationsList: migrationsList(), filters: FILTERS });
    return done.appliedMigrationNames;
  } finally {
    await lock.end();
  }
}

/**
 * True when every migration is applied: spares the engine's 0.3 s at nearly every start.
 * @param {pg.Client} client
 */
async function isCurrent(client) {
  const table = await client.query("SELECT to_regclass('_prisma_migrations') AS found");
  if (table.rows[0].found === null) return false;
  const done = await client.query("SELECT migration_name, finished_at, rolled_back_at FROM _prisma_migrations");
  if (done.rows.some((row) => row.finished_at === null && row.rolled_back_at === null)) return false;
  const names = new Set(done.rows.filter((row) => row.rolled_back_at === null).map((row) => row.migration_name));
  return migrationsList().migrationDirectories.every(({ path }) => names.has(path));
}

/**
 * What the database lacks, or has too much of, compared with schema.prisma: SQL, or "" when they agree.
 * @param {string} databaseUrl
 */
export async function schemaDrift(databaseUrl) {
  const path = join(PRISMA_DIR, "schema.prisma");
  const file = { path, content: readFileSync(path, "utf8") };
  const engine = await openSchemaEngine({ url: databaseUrl, datamodels: [[path, file.content]] });
  const result = await engine.diff({
    from: { tag: "migrations", ...migrationsList() },
    to: { tag: "schemaDatamodel", files: [file], configDir: PRISMA_DIR },
    script: true,
    exitCode: null,
    filters: FILTERS,
  });
  const sql = result.stdout ?? "";
  return sql.includes("This is an empty migration") ? "" : sql.trim();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("Set DATABASE_URL, or run npm start, which migrates its own database.");
  const names = await migrate(url);
  console.log(names.length ? `Applied ${names.join(", ")}.` : "The database is up to date.");
}
