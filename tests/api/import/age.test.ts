import { afterAll, beforeAll, expect, it } from "vitest";
import { proveScope } from "@/lib/access/scopes";
import { blobs } from "@/lib/blobs";
import { pool } from "@/lib/db";
import { dropEmptyDays } from "@/lib/retention/days";
import { sweepProject } from "@/lib/retention/sweep";
import { dropJournalDay, listJournalDays } from "@/lib/store/partitions";
import { digestSessions, makeProject, postZip } from "../../harness/imports";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { filesOfZip, zipOf } from "../../harness/zips";

const DAY_MS = 86_400_000;
const job = JOBS["python-clinic"];
const PROJECT = "prj_there";
const scope = proveScope(PROJECT);
/** A day that has a partition of its own, long ago. */
const OLD_DAY = "2026-01-05";
let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
  const there = await makeProject(PROJECT);
  await api.replay("python-clinic");
  const zip = Buffer.from(await (await api.get(`/api/v1/sessions/${job}/download`)).arrayBuffer());
  await pool().query(`create table journal_entry_20260105 partition of journal_entry
    for values from ('2026-01-05T00:00:00Z') to ('2026-01-06T00:00:00Z')`);
  const answer = await postZip(api.server.url, there, await receivedOn(zip, OLD_DAY));
  expect(answer.status).toBe(201);
});
afterAll(() => api?.close());

/** As if all of it had been received on that day. */
async function receivedOn(zip: Buffer, day: string): Promise<Buffer> {
  const files = filesOfZip(zip);
  const index = JSON.parse(files.get("journal/index.json")?.toString("utf8") ?? "");
  const entries = index.entries.map((entry: { receivedAt: string }) => ({
    ...entry,
    receivedAt: `${day}T${entry.receivedAt.slice("2026-01-05T".length)}`,
  }));
  return zipOf(new Map(files).set("journal/index.json", Buffer.from(JSON.stringify({ ...index, entries }))));
}

async function sweepIn(days: number): Promise<void> {
  const now = new Date(Date.now() + days * DAY_MS);
  const cutoff = new Date(now.getTime() - 30 * DAY_MS);
  await sweepProject(scope, { now, cutoff, isDry: false, onStep: async () => undefined });
  await dropEmptyDays([{ scope, cutoff }]);
}

async function entryCount(): Promise<number> {
  const { rows } = await pool().query("select count(*)::int as n from journal_entry where project_id = $1", [PROJECT]);
  return rows[0].n;
}

it("keeps what was received long ago before its first digest, from sweeps and from the end of its day", async () => {
  const count = await entryCount();
  expect(count).toBeGreaterThan(20);
  const day = (await listJournalDays()).find(({ name }) => name === "journal_entry_20260105");
  if (!day) throw new Error("no such day");
  await sweepIn(0);
  expect(await dropJournalDay(day)).toBe(false);
  expect(await entryCount()).toBe(count);
});

it("keeps it for the project's days from the import on, then all of it goes: entries, mark and audio", async () => {
  const count = await entryCount();
  await digestSessions(PROJECT, [job]);
  await sweepIn(29);
  expect(await entryCount()).toBe(count);
  await sweepIn(31);
  expect(await entryCount()).toBe(0);
  const { rowCount } = await pool().query("select from session_import where project_id = $1", [PROJECT]);
  expect(rowCount).toBe(0);
  const keys: string[] = [];
  for await (const { key } of blobs().list(`recordings/${PROJECT}`)) keys.push(key);
  expect(keys).toEqual([]);
  expect((await listJournalDays()).map(({ name }) => name)).not.toContain("journal_entry_20260105");
});
