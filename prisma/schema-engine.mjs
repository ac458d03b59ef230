// Prisma's own schema engine, as the official WebAssembly build: applies migrations in process and answers for the native
// binary that Prisma's command line would download. Plain JavaScript, because `npm start` runs it before anything is built.
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as wasm from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

/** OIDs of PostgreSQL's catalogue types `"char"` and `text` (src/include/catalog/pg_type.dat). */
const CHAR_OID = 18;
const TEXT_OID = 25;

let isLoaded = false;

function load() {
  if (isLoaded) return;
  const require = createRequire(import.meta.url);
  const dir = dirname(require.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
  const module = new WebAssembly.Module(readFileSync(join(dir, "schema_engine_bg.wasm")));
  const instance = new WebAssembly.Instance(module, { "./schema_engine_bg.js": /** @type {any} */ (wasm) });
  wasm.__wbg_set_wasm(instance.exports);
  /** @type {any} */ (instance.exports).__wbindgen_start();
  isLoaded = true;
}

/**
 * adapter-pg 7.10.0 lacks two things that the schema engine needs: the catalogue's type "char", and scripts run as written
 * (its executeScript splits at every ";", which breaks function bodies and DO blocks).
 * @param {any} adapter
 */
function completed(adapter) {
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  const startTransaction = adapter.startTransaction?.bind(adapter);
  /** @type {number[]} */
  let chars = [];
  adapter.performIO = async (/** @type {any} */ query) => {
    const result = await performIO(query);
    chars = [];
    for (const [index, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== CHAR_OID) continue;
      chars.push(index);
      field.dataTypeID = TEXT_OID;
    }
    return result;
  };
  adapter.queryRaw = async (/** @type {any} */ query) => {
    const result = await queryRaw(query);
    for (const index of chars) result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };
  if (startTransaction)
    adapter.startTransaction = async (/** @type {any} */ level) => completed(await startTransaction(level));
  adapter.executeScript = async (/** @type {string} */ sql) => {
    try {
      await adapter.client.query(sql);
    } catch (error) {
      adapter.onError(error);
    }
  };
  return adapter;
}

class MigrationAdapter extends PrismaPg {
  /** @param {pg.PoolConfig} config */
  constructor(config) {
    super(config);
    this.poolConfig = config;
  }

  /** @override */
  async connect() {
    return completed(await super.connect());
  }

  /** An empty database for comparing migrations with the schema; dropped afterwards. @override */
  async connectToShadowDb() {
    const database = `earshot_shadow_${randomUUID()}`;
    const admin = new pg.Client(this.poolConfig);
    await admin.connect();
    await admin.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
    const adapter = completed(
      await new PrismaPg(configOf(withDatabase(this.poolConfig.connectionString, database))).connect(),
    );
    const dispose = adapter.dispose.bind(adapter);
    adapter.dispose = async () => {
      await dispose();
      await admin.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`);
      await admin.end();
    };
    return adapter;
  }
}

/** @param {string | undefined} url @param {string} database */
function withDatabase(url, database) {
  const changed = new URL(url ?? "");
  changed.pathname = `/${database}`;
  return changed.href;
}

/** @param {string} url @returns {pg.PoolConfig} */
function configOf(url) {
  return { connectionString: url, max: 1 };
}

const NO_DATABASE = {
  provider: "postgres",
  adapterName: "none",
  connect: async () => {
    throw new Error("This command needs DATABASE_URL.");
  },
};

/**
 * A schema engine for one database (null: for commands that need none, like `prisma generate`).
 * @param {{ url: string | null, datamodels?: [string, string][], onLog?: (line: string) => void }} options
 */
export async function openSchemaEngine({ url, datamodels, onLog = () => undefined }) {
  load();
  const factory = url ? new MigrationAdapter(configOf(url)) : NO_DATABASE;
  const bound = bindMigrationAwareSqlAdapterFactory(/** @type {any} */ (factory));
  return await wasm.SchemaEngine.new({ datamodels }, onLog, bound);
}

/** No table of another owner lies in our schema. */
export const FILTERS = { externalTables: [], externalEnums: [] };

export const PRISMA_DIR = dirname(fileURLToPath(import.meta.url));

/** All migrations of prisma/migrations, as the engine wants to be told of them. */
export function migrationsList() {
  const baseDir = join(PRISMA_DIR, "migrations");
  const lockfile = join(baseDir, "migration_lock.toml");
  const names = readdirSync(baseDir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return {
    baseDir,
    lockfile: { path: "migration_lock.toml", content: existsSync(lockfile) ? readFileSync(lockfile, "utf8") : null },
    shadowDbInitScript: "",
    migrationDirectories: names
      .map(({ name }) => name)
      .sort()
      .map((name) => {
        const value = readFileSync(join(baseDir, name, "migration.sql"), "utf8");
        return {
          path: name,
          migrationFile: { path: "migration.sql", content: { tag: /** @type {const} */ ("ok"), value } },
        };
      }),
  };
}
