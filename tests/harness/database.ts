import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { ensureFirstProject, type FirstProject } from "@/lib/access/projects";
import { proveScope } from "@/lib/access/scopes";
import { closeDatabase } from "@/lib/db";
import { startLog } from "@/lib/log";
import type { ProjectScope } from "@/lib/model/scope";

/** The pair of the captures in tests/fixtures: a short secret, as development servers have. */
export const DEV_PAIR = { apiKey: "devkey", apiSecret: "secret" };

export interface TestDatabase {
  url: string;
  project: FirstProject;
  scope: ProjectScope;
  /** Ends this process's connections and removes database and files. */
  close(): Promise<void>;
}

/**
 * Gives the test file a database of its own, cloned from the migrated template, with a first project and `DEV_PAIR`, and
 * points the configuration at it. Call it in `beforeAll`, before anything asks for the configuration; `settings` are
 * further environment variables.
 */
export async function openTestDatabase(settings: Record<string, string> = {}): Promise<TestDatabase> {
  // A line for each request would bury what a failed test says.
  startLog("test", "error");
  const server = inject("postgresUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await runOn(server, `create database ${name} template template_earshot`);
  const folder = mkdtempSync(join(tmpdir(), "earshot-test-"));
  const url = new URL(server);
  url.pathname = `/${name}`;
  Object.assign(process.env, {
    DATABASE_URL: url.href,
    DATA_DIR: folder,
    EARSHOT_INIT_API_KEY: DEV_PAIR.apiKey,
    EARSHOT_INIT_API_SECRET: DEV_PAIR.apiSecret,
    ...settings,
  });
  const project = await ensureFirstProject();
  return {
    url: url.href,
    project,
    scope: proveScope(project.projectId),
    close: async () => {
      await closeDatabase();
      await remove(server, name);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Connections that are just saying goodbye must not be thrown out meanwhile: nobody listens to their error any more. */
async function remove(server: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const { rowCount } = await client.query("select from pg_stat_activity where datname = $1", [name]);
    if (rowCount === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await client.query(`drop database ${name} with (force)`);
  await client.end();
}

/** Two test files that clone at the same moment: the server refuses the second ("template is being accessed"). */
async function runOn(server: string, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    try {
      await client.query(statement);
      return;
    } catch (error) {
      if (attempt === 50 || (error as { code?: string }).code !== "55006") throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    } finally {
      await client.end();
    }
  }
}
