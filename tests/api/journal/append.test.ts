import { gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { appendEntries } from "@/lib/journal/append";
import { followSessions } from "@/lib/journal/follow";
import { readSession } from "@/lib/journal/read";
import type { JournalEntry, NewJournalEntry } from "@/lib/model/journal";
import { openTestDatabase, type TestDatabase } from "../../harness/database";

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await openTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.close();
});

const followed = (...sessionIds: string[]) => ({ sessionIds, mayJoin: false });

const PATIENT = { timeout: 10_000, interval: 20 };

function entry(sessionId: string, text: string, endsSession = false): NewJournalEntry {
  const body = gzipSync(text);
  return { sessionId, signal: "traces", encoding: "protobuf", recordCount: 1, body, endsSession };
}

async function transactionsOf(sessionId: string): Promise<number> {
  const { rows } = await client.query(
    "select count(distinct xmin::text)::int as n from journal_entry where session_id = $1",
    [sessionId],
  );
  return rows[0].n;
}

it("requests that come together share a transaction, and each keeps its own bytes", async () => {
  const entries = Array.from({ length: 200 }, (_, n) => entry("AJ_together", `body number ${n}`));
  await Promise.all(entries.map((one) => appendEntries(database.scope, [one])));
  const read = await readSession(database.scope, ["AJ_together"]);
  expect(new Set(read.map(({ body }) => Buffer.from(body).toString("hex")))).toEqual(
    new Set(entries.map(({ body }) => Buffer.from(body).toString("hex"))),
  );
  expect(read).toHaveLength(200);
  expect(await transactionsOf("AJ_together")).toBeLessThan(10);
});

it("adds up what waits for the digest, and remembers that the end was said", async () => {
  const parts = [entry("AJ_sum", "one"), entry("AJ_sum", "two", true), entry("AJ_sum", "three")];
  for (const part of parts) await appendEntries(database.scope, [part]);
  const { rows } = await client.query("select * from activity where session_id = 'AJ_sum'");
  const bytes = parts.reduce((sum, { body }) => sum + body.length, 0);
  expect(rows).toMatchObject([{ journal_bytes: String(bytes), ended: true, digested_at: null }]);
});

it("a request with a value that the database refuses does not take its neighbours down", async () => {
  const [good, bad, alsoGood] = await Promise.allSettled([
    appendEntries(database.scope, [entry("AJ_good", "a")]),
    appendEntries(database.scope, [entry("AJ_\0bad", "b")]),
    appendEntries(database.scope, [entry("AJ_good", "c")]),
  ]);
  expect(good.status).toBe("fulfilled");
  expect(bad).toMatchObject({ status: "rejected", reason: { code: "invalid" } });
  expect(alsoGood.status).toBe("fulfilled");
  expect(await readSession(database.scope, ["AJ_good"])).toHaveLength(2);
});

it("reads no entry older than asked, and none of another project", async () => {
  await appendEntries(database.scope, [entry("AJ_range", "a")]);
  const later = { from: new Date(Date.now() + 60_000) };
  expect(await readSession(database.scope, ["AJ_range"], later)).toEqual([]);
  const other = { ...database.scope, projectId: "prj_other" };
  expect(await readSession(other, ["AJ_range"])).toEqual([]);
});

it("a follower gets what was there, then what comes, each entry once", async () => {
  await appendEntries(database.scope, [entry("AJ_follow", "before"), entry("RM_follow", "room")]);
  const gone = new AbortController();
  const seen: JournalEntry[] = [];
  const following = (async () => {
    for await (const batch of followSessions(database.scope, followed("AJ_follow", "RM_follow"), null, gone.signal)) {
      seen.push(...batch);
    }
  })();
  await expect.poll(() => seen.length, PATIENT).toBe(2);
  await appendEntries(database.scope, [entry("AJ_follow", "after"), entry("AJ_other", "not ours")]);
  await expect.poll(() => seen.length, PATIENT).toBe(3);
  gone.abort();
  await following;
  expect(seen.map(({ sessionId }) => sessionId).sort()).toEqual(["AJ_follow", "AJ_follow", "RM_follow"]);
});

it("a follower also gets an entry that becomes visible after a younger one", async () => {
  const gone = new AbortController();
  const seen: JournalEntry[] = [];
  await appendEntries(database.scope, [entry("AJ_late", "first")]);
  const following = (async () => {
    for await (const batch of followSessions(database.scope, followed("AJ_late"), null, gone.signal))
      seen.push(...batch);
  })();
  const slow = new pg.Client({ connectionString: database.url });
  await slow.connect();
  await slow.query("begin");
  await slow.query(
    `insert into journal_entry (project_id, session_id, signal, encoding, record_count, body)
      values ($1, 'AJ_late', 1, 1, 1, $2)`,
    [database.scope.projectId, gzipSync("slow writer")],
  );
  await appendEntries(database.scope, [entry("AJ_late", "younger")]);
  await expect.poll(() => seen.length, PATIENT).toBe(2);
  await slow.query("commit");
  await slow.end();
  await expect.poll(() => seen.length, PATIENT).toBe(3);
  gone.abort();
  await following;
});

it("a follower that comes back with its cursor misses nothing", async () => {
  await appendEntries(database.scope, [entry("AJ_back", "one")]);
  const [first] = await readSession(database.scope, ["AJ_back"]);
  await appendEntries(database.scope, [entry("AJ_back", "two")]);
  const gone = new AbortController();
  const bodies = new Set<string>();
  for await (const batch of followSessions(database.scope, followed("AJ_back"), first ?? null, gone.signal)) {
    for (const one of batch) bodies.add(Buffer.from(one.body).toString("hex"));
    gone.abort();
  }
  expect(bodies).toContain(gzipSync("two").toString("hex"));
});
