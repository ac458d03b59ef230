import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { proveScope } from "@/lib/access/scopes";
import { pool } from "@/lib/db";
import type { ProjectScope } from "@/lib/model/scope";
import type { Timeline } from "@/lib/model/timeline";
import { loadTimelineAtOnce } from "@/lib/query/large-sessions";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";

// What a session's page was made of is kept for a minute: its browser asks for the same in a moment.

const ID = JOBS["python-clinic"];
const PATH = `/api/v1/sessions/${ID}/timeline`;
let api: ReadApi;
let scope: ProjectScope;

const load = () => api.getJson<Timeline>(PATH);
/** The same entries, but nobody could decode them again. */
const breakJournal = () => pool().query("update journal_entry set body = ''");

beforeAll(async () => {
  api = await openReadApi();
});
afterAll(() => api?.close());

beforeEach(async () => {
  await pool().query("delete from journal_entry");
  await api.replay("python-clinic");
  await api.digest([ID]);
  const { rows } = await pool().query<{ project_id: string }>("select project_id from session limit 1");
  scope = proveScope(rows[0]?.project_id ?? "");
});

it("answers a page's browser from what the page was made of, and the same as without it", async () => {
  const cold = await load();
  await loadTimelineAtOnce(scope, ID);
  await breakJournal();
  expect(await load()).toEqual(cold);
  const { spans } = await api.getJson<{ spans: { id: string }[] }>(PATH);
  expect((await api.get(`/api/v1/sessions/${ID}/records/${spans[0]?.id}`)).status).toBe(200);
});

it("keeps nothing of a session that nobody has opened", async () => {
  expect((await load()).spans).not.toEqual([]);
  await breakJournal();
  expect((await load()).spans).toEqual([]);
});

it("answers with what came since", async () => {
  await loadTimelineAtOnce(scope, ID);
  await pool().query(
    "delete from journal_entry where seq in (select seq from journal_entry where signal = 1 order by seq limit 3)",
  );
  const before = await load();
  await api.replay("python-clinic");
  expect((await load()).spans.length).toBeGreaterThan(before.spans.length);
});

it("asks the clock anew whether a session is still live", async () => {
  // Its beginning, sent just now.
  await pool().query("delete from journal_entry where seq > (select min(seq) + 20 from journal_entry)");
  const opened = await loadTimelineAtOnce(scope, ID);
  expect(opened?.session.status).toBe("live");
  expect(opened?.spans).not.toEqual([]);
  await breakJournal();
  expect((await load()).spans).toEqual([]);
});
