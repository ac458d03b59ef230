import { afterAll, beforeAll, expect, it } from "vitest";
import { pool } from "@/lib/db";
import { openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
});
afterAll(() => api?.close());

it("is not ready, and says why, while a migration is unfinished", async () => {
  await pool().query(`insert into _prisma_migrations (id, checksum, migration_name, started_at, applied_steps_count)
    values ('half', 'x', '9999_half', now(), 0)`);
  const answer = await fetch(`${api.server.url}/readyz`);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({
    isReady: false,
    checks: [
      { name: "database", isReady: true },
      { name: "migrations", isReady: false, problem: "migrations not finished: 9999_half" },
      { name: "blobs", isReady: true },
      { name: "disk", isReady: true },
    ],
  });
  expect((await fetch(`${api.server.url}/healthz`)).status).toBe(200);
});
