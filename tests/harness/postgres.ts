import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startPostgres } from "@/scripts/embedded-postgres.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** A database of the run's own server; each test file makes its own beside it (database.ts). */
    postgresUrl: string;
  }
}

/** Vitest calls this once before all API tests: one embedded PostgreSQL with one migrated template for the whole run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "earshot-api-tests-"));
  // As root, PostgreSQL runs under another account: its data is in here, and goes with it, only if that account may enter.
  chmodSync(folder, 0o755);
  const server = await startPostgres({ dataDir: join(folder, "postgres") });
  const template = new URL(server.url);
  template.pathname = "/template_earshot";
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  // The tests never pull the plug, and the machine's disk is not what they prove.
  await client.query("alter system set fsync = off");
  await client.query("alter system set full_page_writes = off");
  await client.query("select pg_reload_conf()");
  await client.query("create database template_earshot");
  await client.end();
  // In a process of its own: a connection that lingers in the template would hold up every clone for five seconds.
  await promisify(execFile)(process.execPath, ["prisma/migrate.mjs"], {
    env: { ...process.env, DATABASE_URL: template.href },
  });
  project.provide("postgresUrl", server.url);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
