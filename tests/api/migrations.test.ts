import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { migrate, schemaDrift } from "@/prisma/migrate.mjs";
import { type EmbeddedPostgres, startPostgres } from "@/scripts/embedded-postgres.mjs";

const folder = mkdtempSync(join(tmpdir(), "earshot-migrations-"));
// As root, PostgreSQL runs under another account, which must be able to enter.
chmodSync(folder, 0o755);
let server: EmbeddedPostgres;
let client: pg.Client;

beforeAll(async () => {
  server = await startPostgres({ dataDir: join(folder, "postgres") });
  client = new pg.Client({ connectionString: server.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

it("two processes that start at once apply each migration once", async () => {
  const applied = await Promise.all([migrate(server.url), migrate(server.url)]);
  const names = readdirSync("prisma/migrations").filter((name) => /^\d{4}_/.test(name));
  expect(names).toContain("0001_init");
  expect(applied.flat()).toEqual(names.sort());
  expect(await migrate(server.url)).toEqual([]);
});

it("migrations make exactly what schema.prisma says", async () => {
  expect(await schemaDrift(server.url)).toBe("");
});

it("an entry of today lies in today's partition, uncompressed by Postgres", async () => {
  const insert = `INSERT INTO journal_entry (project_id, session_id, signal, encoding, record_count, body)
    VALUES ('p', 's', 1, 1, 1, decode(repeat('00', 5000), 'hex')) RETURNING tableoid::regclass::text AS part`;
  const { rows } = await client.query(insert);
  const today = new Date().toISOString().slice(0, 10).replaceAll("-", "");
  expect(rows).toEqual([{ part: `journal_entry_${today}` }]);
  const size = await client.query("SELECT pg_column_size(body) AS bytes FROM journal_entry");
  expect(size.rows).toEqual([{ bytes: 5000 }]);
});

it("making a day's partition takes over the entries that came before it", async () => {
  const inFiveDays = `INSERT INTO journal_entry (project_id, session_id, received_at, signal, encoding, record_count, body)
    VALUES ('p', 's', now() + interval '5 days', 1, 1, 1, '') RETURNING tableoid::regclass::text AS part`;
  expect((await client.query(inFiveDays)).rows).toEqual([{ part: "journal_entry_default" }]);
  await client.query("SELECT ensure_journal_partitions(5)");
  expect((await client.query("SELECT count(*)::int AS n FROM journal_entry_default")).rows).toEqual([{ n: 0 }]);
  expect((await client.query("SELECT count(*)::int AS n FROM journal_entry")).rows).toEqual([{ n: 2 }]);
  expect((await client.query("SELECT ensure_journal_partitions(5) AS made")).rows).toEqual([{ made: 0 }]);
});
