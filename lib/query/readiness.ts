import { blobs } from "@/lib/blobs";
import { pool } from "@/lib/db";
import { readDisk } from "@/lib/disk";

/** One thing the server needs, and what is wrong with it. */
export interface ReadinessCheck {
  name: "database" | "migrations" | "blobs" | "disk";
  isReady: boolean;
  /** In words; null when all is well. */
  problem: string | null;
}

/** An operator's probe must not hang longer than its own patience. */
const CHECK_MS_MAX = 3_000;
/** Never written: to be told that it is not there proves that the store answers. */
const PROBE_KEY = "readiness/probe";

/** Whether everything a request may need answers: database, its tables, the blob store, room on the disk. Errors: none thrown. */
export async function loadReadiness(): Promise<ReadinessCheck[]> {
  return Promise.all([
    check("database", async () => void (await pool().query("select 1"))),
    check("migrations", checkMigrations),
    check("blobs", async () => void (await blobs().stat(PROBE_KEY))),
    check("disk", checkDisk),
  ]);
}

/** The server applies migrations when it starts; this sees one that failed, or that was rolled back under us. */
async function checkMigrations(): Promise<void> {
  const result = await pool().query<{ migration_name: string }>(
    "select migration_name from _prisma_migrations where finished_at is null and rolled_back_at is null",
  );
  const unfinished = result.rows.map((row) => row.migration_name);
  if (unfinished.length > 0) throw new Error(`migrations not finished: ${unfinished.join(", ")}`);
  const tables = await pool().query<{ is_there: boolean }>(
    "select to_regclass('session_text') is not null as is_there",
  );
  if (!tables.rows[0]?.is_there) throw new Error("tables are missing: start the server once with npm start");
}

/** What people who can do something about it must know of the disk, in words; null when there is room. */
export async function loadDiskWarning(): Promise<string | null> {
  const { level, usedPercent } = await readDisk();
  if (level === "ok") return null;
  const full = `The disk of this server is ${Math.floor(usedPercent ?? 0)} % full.`;
  if (level === "full") return `${full} Agents' telemetry is refused until there is room.`;
  return `${full} Make room, or keep sessions for fewer days, before telemetry is refused.`;
}

async function checkDisk(): Promise<void> {
  const { level, usedPercent } = await readDisk();
  if (level === "full")
    throw new Error(`${Math.floor(usedPercent ?? 0)} % full: telemetry is refused until there is room`);
}

async function check(name: ReadinessCheck["name"], probe: () => Promise<void>): Promise<ReadinessCheck> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_MS_MAX} ms`)), CHECK_MS_MAX);
  });
  try {
    await Promise.race([probe(), late]);
    return { name, isReady: true, problem: null };
  } catch (error) {
    return { name, isReady: false, problem: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
