import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/db";
import type { Timeline, TimelineRecord } from "@/lib/model/timeline";
import { DEV_PAIR } from "../../harness/database";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { runSessionWorker } from "../../harness/session-worker";

// A session's records are kept for a minute after somebody has asked for one of them.

const ID = JOBS["python-clinic"];
const PATH = `/api/v1/sessions/${ID}`;
let api: ReadApi;
let ids: string[];

const load = (id: string) => api.getJson<TimelineRecord>(`${PATH}/records/${id}`);
/** The same entries, but nobody could decode them again. */
const breakJournal = () => pool().query("update journal_entry set body = ''");

beforeAll(async () => {
  api = await openReadApi();
});
afterAll(() => api?.close());

async function sendAnew(): Promise<void> {
  await pool().query("delete from journal_entry");
  await api.replay("python-clinic");
  await api.digest([ID]);
  const { spans } = await api.getJson<Timeline>(`${PATH}/timeline`);
  ids = spans.map(({ id }) => id);
}

it("decodes a session once for all who look at one record after the other", async () => {
  await sendAnew();
  await load(ids[0] ?? "");
  await breakJournal();
  const record = await load(ids[1] ?? "");
  expect([record.span?.id, record.sent]).toEqual([ids[1], expect.objectContaining({ attributes: expect.anything() })]);
  const unknown = await api.get(`${PATH}/records/nobody`);
  expect([unknown.status, (await unknown.json()).error.message]).toEqual([404, expect.stringContaining(ID)]);
});

it("shows what came since", async () => {
  await sendAnew();
  const before = await load(ids[0] ?? "");
  await sendAnew();
  const after = await load(ids[0] ?? "");
  expect(Date.parse(after.receivedAt ?? "")).toBeGreaterThan(Date.parse(before.receivedAt ?? ""));
});

describe("of a large session, in another thread", () => {
  let stop: (() => void) | undefined;
  afterEach(() => stop?.());

  it("decodes it once, too", async () => {
    await sendAnew();
    await pool().query("update journal_entry set record_count = 5000");
    stop = await runSessionWorker();
    await load(ids[0] ?? "");
    await breakJournal();
    const record = await load(ids[1] ?? "");
    expect(record.span?.id).toBe(ids[1]);
    const unknown = await api.get(`${PATH}/records/nobody`);
    expect(unknown.status).toBe(404);
  });
});

it("shows nothing of a session that was deleted", async () => {
  await sendAnew();
  await load(ids[0] ?? "");
  const authorization = `Bearer ${DEV_PAIR.apiKey}:${DEV_PAIR.apiSecret}`;
  const deleted = await fetch(api.server.url + PATH, { method: "DELETE", headers: { authorization } });
  expect(deleted.ok).toBe(true);
  expect((await api.get(`${PATH}/records/${ids[0]}`)).status).toBe(404);
});
