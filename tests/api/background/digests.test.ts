import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { digestDue } from "@/background/digests";
import { appendEntries } from "@/lib/journal/append";
import type { JournalEntry } from "@/lib/model/journal";
import { captureEntries } from "../../harness/capture-entries";
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

/** Appends captured entries, the end known as ingest knows it, and makes them due: nobody waits in a test. */
async function append(entries: JournalEntry[]) {
  const sent = entries.map((entry) => ({ ...entry, endsSession: entry.signal === "recording" }));
  await appendEntries(database.scope, sent);
  await makeDue();
}

const makeDue = () =>
  client.query("update activity set first_at = now() - interval '1 hour', last_at = now() - interval '1 hour'");
const clear = () => client.query("truncate session, recording, activity, journal_entry");
const sessions = async () => (await client.query("select session_id, status from session order by 1")).rows;
const waiting = async () =>
  (await client.query("select session_id from activity order by 1")).rows.map((row) => row.session_id);

it("digests an ended session once and leaves nothing to do", async () => {
  const entries = await captureEntries("python-clinic");
  await append(entries);
  await digestDue();
  const found = await client.query("select user_turn_count, agent_turn_count, tool_call_count, status from session");
  // Counts from the table of the capture, made by hand.
  expect(found.rows).toEqual([{ user_turn_count: 7, agent_turn_count: 8, tool_call_count: 5, status: "ended" }]);
  expect(await waiting()).toEqual([]);
  expect(await digestDue()).toEqual({ isMore: false });
});

it("a session whose journal cannot be read is put off, and its neighbours are digested", async () => {
  await clear();
  const entries = await captureEntries("python-trouble");
  const [first] = entries;
  if (!first) throw new Error("the capture is empty");
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await append([{ ...first, sessionId: "AJ_newer" }, ...entries]);
  // As if a newer version had written it.
  await client.query("update journal_entry set signal = 99 where session_id = 'AJ_newer'");
  await digestDue();
  vi.restoreAllMocks();
  expect((await sessions()).map((row) => row.status)).toEqual(["ended"]);
  const left = await client.query("select session_id, claimed_at is not null as claimed from activity");
  expect(left.rows).toEqual([{ session_id: "AJ_newer", claimed: true }]);
});

it("the first digest of a session that goes on reads its beginning, and a later one all of it", async () => {
  await clear();
  const isSdks = ({ signal }: JournalEntry) => signal === "traces" || signal === "logs" || signal === "metrics";
  const entries = (await captureEntries("python-clinic")).filter(isSdks);
  const [first] = entries;
  if (!first) throw new Error("the capture is empty");
  expect(entries.length).toBeGreaterThan(16);
  await appendEntries(
    database.scope,
    entries.map((entry) => ({ ...entry, endsSession: false })),
  );
  await makeDue();
  await digestDue();
  const bytes = async () => (await client.query("select journal_bytes::int as read from session")).rows[0].read;
  const allBytes = entries.reduce((sum, entry) => sum + entry.body.length, 0);
  expect(await bytes()).toBeLessThan(allBytes / 2);
  expect(await waiting()).toEqual([first.sessionId]);
  // It has fallen silent since.
  await digestDue();
  expect(await bytes()).toBe(allBytes);
  const { rows } = await client.query("select user_turn_count, agent_turn_count, tool_call_count from session");
  // Counts from the table of the capture, made by hand.
  expect(rows).toEqual([{ user_turn_count: 7, agent_turn_count: 8, tool_call_count: 5 }]);
  expect(await waiting()).toEqual([]);
});

it("finds the session behind many webhooks of its room", async () => {
  await clear();
  const [span] = (await captureEntries("python-clinic")).filter(({ signal }) => signal === "traces");
  const [webhook] = (await captureEntries("python-record-false")).filter(({ signal }) => signal === "webhook");
  if (!span || !webhook) throw new Error("the captures have no spans or no webhooks");
  const inRoom = { sessionId: "RM_alone", endsSession: false };
  await appendEntries(
    database.scope,
    Array.from({ length: 12 }, () => ({ ...webhook, ...inRoom })),
  );
  await appendEntries(database.scope, [{ ...span, ...inRoom }]);
  await makeDue();
  await digestDue();
  expect((await sessions()).map((row) => row.session_id)).toEqual(["RM_alone"]);
});

it("webhooks alone make no session", async () => {
  await clear();
  await append(await captureEntries("python-record-false"));
  await digestDue();
  expect(await sessions()).toEqual([]);
  expect(await waiting()).toEqual([]);
});

it("a recording that comes later and names only the room goes to the job of that room", async () => {
  const entries = await captureEntries("python-1.3.12-clinic");
  const isLate = (entry: JournalEntry) => entry.signal === "recording";
  await append(entries.filter((entry) => !isLate(entry)));
  await digestDue();
  const before = await client.query("select session_id from recording");
  expect(before.rows).toEqual([]);
  const late = entries.filter(isLate);
  expect(late.map((entry) => entry.sessionId.slice(0, 3))).toEqual(["RM_"]);
  await append(late);
  await digestDue();
  const after = await client.query("select session_id from recording");
  expect(after.rows).toEqual([{ session_id: expect.stringMatching(/^AJ_/) }]);
  expect((await sessions()).map((row) => row.session_id)).toEqual([after.rows[0].session_id]);
  expect(await waiting()).toEqual([]);
});

it("two processes share the sessions and lose none", async () => {
  await clear();
  const names = ["python-clinic", "python-realtime", "node-clinic", "python-trouble"];
  for (const name of names) await append(await captureEntries(name));
  await Promise.all([digestDue(), digestDue()]);
  expect(await sessions()).toHaveLength(names.length);
  expect(await waiting()).toEqual([]);
});
