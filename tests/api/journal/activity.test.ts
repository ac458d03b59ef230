import { gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { claimDue, finishActivity, postponeActivity, watchActivity } from "@/lib/journal/activity";
import { appendEntries } from "@/lib/journal/append";
import { openTestDatabase, type TestDatabase } from "../../harness/database";

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await openTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
beforeEach(async () => {
  await client.query("delete from activity");
});
afterAll(async () => {
  await client.end();
  await database.close();
});

async function append(text: string, endsSession = false): Promise<void> {
  const body = gzipSync(text);
  const kind = { signal: "traces", encoding: "protobuf", recordCount: 1 } as const;
  await appendEntries(database.scope, [{ ...kind, sessionId: "AJ_one", body, endsSession }]);
  // All entries of a test come at one moment, however slow the machine is.
  await client.query("update activity set first_at = $1, last_at = $1", [MOMENT]);
}

const MOMENT = new Date("2026-11-21T10:00:00Z");

/** So many seconds after the entries of the test came. */
function inSeconds(seconds: number): Date {
  return new Date(MOMENT.getTime() + seconds * 1000);
}

async function claimedAt(seconds: number): Promise<number> {
  return (await claimDue(10, inSeconds(seconds))).length;
}

/** Claims the one session at a moment and says how its digest ended. */
async function digest(seconds: number, isFinal: boolean): Promise<void> {
  const [claim] = await claimDue(10, inSeconds(seconds));
  if (!claim) throw new Error(`nothing is due after ${seconds} s`);
  const finished = { sessionId: claim.sessionId, seenBytes: claim.journalBytes, isFinal };
  await finishActivity(database.scope, [finished], inSeconds(seconds));
}

it("a session is due 1.5 s after its first entry, and claimed by one process only", async () => {
  await append("first");
  expect(await claimedAt(1)).toBe(0);
  const claims = await Promise.all([claimedAt(1.6), claimedAt(1.6)]);
  expect(claims.sort()).toEqual([0, 1]);
});

it("the claim of a process that died is taken over after a minute", async () => {
  await append("first");
  expect(await claimedAt(2)).toBe(1);
  expect(await claimedAt(61)).toBe(0);
  expect(await claimedAt(63)).toBe(1);
});

it("a live session is digested again when its journal has doubled and 30 s have passed", async () => {
  await append("a".repeat(10));
  await digest(2, false);
  await append("b");
  await append("c");
  expect(await claimedAt(12)).toBe(0);
  // Fresh entries all the time: it never falls silent, so only the doubling makes it due.
  await client.query("update activity set last_at = $1", [inSeconds(31)]);
  expect(await claimedAt(31)).toBe(0);
  expect(await claimedAt(33)).toBe(1);
});

it("a live session whose journal has grown a little is digested when it falls silent for 15 s", async () => {
  await append("a".repeat(10_000).replaceAll("a", () => String(Math.random())));
  await digest(2, false);
  await append("b");
  expect(await claimedAt(14)).toBe(0);
  expect(await claimedAt(16)).toBe(1);
});

it("an ended session is digested once it was quiet for 1.5 s, and then leaves the list", async () => {
  await append("a");
  await digest(2, false);
  await append("the report", true);
  expect(await claimedAt(1)).toBe(0);
  await digest(3, true);
  expect((await client.query("select * from activity")).rows).toEqual([]);
});

it("a final digest does not forget an entry that came while it worked", async () => {
  await append("a", true);
  const [claim] = await claimDue(10, inSeconds(2));
  await append("late");
  const finished = { sessionId: "AJ_one", seenBytes: claim?.journalBytes ?? 0, isFinal: true };
  await finishActivity(database.scope, [finished], inSeconds(2));
  expect(await claimedAt(4)).toBe(1);
});

it("a session that never says that it ended is looked at once more after 90 s of silence", async () => {
  await append("a");
  await digest(2, false);
  await digest(92, true);
  expect((await client.query("select * from activity")).rows).toEqual([]);
});

it("a digest that finds the session still live then does not run in a circle", async () => {
  await append("a");
  await digest(2, false);
  await digest(92, false);
  expect(await claimedAt(93)).toBe(0);
  expect(await claimedAt(123)).toBe(1);
});

it("a live session that somebody watches is due every 3 s, others only when they have doubled", async () => {
  await append("a long first entry, so that the second is far from doubling it");
  await digest(2, false);
  await append("second");
  expect(await claimedAt(5.1)).toBe(0);
  await watchActivity(database.scope, ["AJ_one", "AJ_unknown"], inSeconds(5));
  expect(await claimedAt(5.1)).toBe(1);
});

it("a digest that fails, or that kills its process, comes again after 1, 2, 4 minutes and never later than after 64", async () => {
  await append("first");
  let second = 2;
  for (const minutes of [1, 2, 4, 8, 16, 32, 64, 64]) {
    expect(await claimedAt(second)).toBe(1);
    expect(await claimedAt(second + minutes * 60 - 1)).toBe(0);
    second += minutes * 60;
  }
  await digest(second, false);
  const { rows } = await client.query("select attempts from activity");
  expect(rows).toEqual([{ attempts: 0 }]);
});

it("of sessions whose digest did not end one at a time is claimed, beside all that are sound", async () => {
  const body = gzipSync("x");
  const kind = { signal: "traces", encoding: "protobuf", recordCount: 1, body, endsSession: true } as const;
  const ids = ["AJ_1", "AJ_2", "AJ_3", "AJ_4", "AJ_5"];
  await appendEntries(
    database.scope,
    ids.map((sessionId) => ({ ...kind, sessionId })),
  );
  await client.query("update activity set first_at = $1, last_at = $1", [MOMENT]);
  await client.query("update activity set attempts = 1, claimed_at = $1 where session_id <= 'AJ_3'", [MOMENT]);
  const claims = await claimDue(10, inSeconds(61));
  expect(claims.map(({ sessionId, attempts }) => `${sessionId} ${attempts}`).sort()).toEqual([
    "AJ_1 2",
    "AJ_4 1",
    "AJ_5 1",
  ]);
});

it("a session that only an entry of its room made due is tried again when its digest fails", async () => {
  await postponeActivity(database.scope, ["AJ_one", "AJ_one"], MOMENT);
  expect(await claimedAt(59)).toBe(0);
  await digest(61, true);
  expect((await client.query("select * from activity")).rows).toEqual([]);
});
