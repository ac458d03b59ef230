import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as traces from "@/app/observability/traces/otlp/v0/route";
import * as v1 from "@/app/v1/traces/route";
import { openTestDatabase, type TestDatabase } from "../../harness/database";
import { capturedRequest, send } from "../../harness/senders";
import { startServer, type TestServer } from "../../harness/server";

let database: TestDatabase;
let server: TestServer;
let client: pg.Client;

beforeAll(async () => {
  database = await openTestDatabase({ REQUESTS_IN_FLIGHT_MAX: "2" });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  server = await startServer({ "/observability/traces/otlp/v0": traces, "/v1/traces": v1 });
});
afterAll(async () => {
  await server.close();
  await client.end();
  await database.close();
});

const request = capturedRequest("python-clinic", "/traces/otlp/v0");

it("asks a sender to come again while more requests wait than it takes at once", async () => {
  // Nobody can write to the journal as long as this transaction holds it.
  await client.query("begin; lock table journal_entry in access exclusive mode");
  const sent = [send(server.url, request), send(server.url, request), send(server.url, request)];
  const first = await Promise.race(sent);
  await client.query("rollback");
  expect(first.status).toBe(503);
  expect(Number(first.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect((await Promise.all(sent)).map(({ status }) => status).sort()).toEqual([200, 200, 503]);
});

it("asks a sender to come again when the database refuses to write, and takes the same request later", async () => {
  for (const path of ["/observability/traces/otlp/v0", "/v1/traces"]) {
    await setReadOnly("on");
    const refused = await send(server.url, request, { path });
    await setReadOnly("off");
    expect(refused.status).toBe(503);
    expect(refused.headers.has("retry-after")).toBe(true);
    expect((await send(server.url, request, { path })).status).toBe(200);
  }
});

/** New connections of the database can only read; those that are open are ended by the server. */
async function setReadOnly(value: "on" | "off"): Promise<void> {
  const { rows } = await client.query("select current_database() as name");
  await client.query("set default_transaction_read_only = off");
  await client.query(`alter database ${rows[0].name} set default_transaction_read_only = ${value}`);
  await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);
}
