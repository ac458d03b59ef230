import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { digestDue } from "@/background/digests";
import { redigest } from "@/background/redigest";
import { pool } from "@/lib/db";
import { playCapture } from "@/replay/play";
import { openSender } from "@/replay/send";
import { DEV_PAIR } from "../../harness/database";
import { digestNow } from "../../harness/hostile";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { loadCapture } from "../../harness/senders";

let api: ReadApi;
const CAPTURES = ["python-clinic", "node-clinic", "python-realtime"] as const;

beforeAll(async () => {
  api = await openReadApi();
  for (const capture of CAPTURES) await api.replay(capture);
  await digestNow();
});
afterAll(() => api.close());

const rowsOf = async () => {
  const ids = CAPTURES.map((capture) => JOBS[capture]);
  const { rows } = await pool().query(
    `select session_id, agent_turn_count, tool_call_count, usage, e2e_p50_ms, tags, started_at,
      (select count(*) from turn where turn.session_id = session.session_id) as turns
    from session where session_id = any ($1::text[]) order by session_id`,
    [ids],
  );
  return rows;
};

it("rebuilds every digest, also ones that were wrong, while new sessions come and are digested", async () => {
  const before = await rowsOf();
  expect(before).toHaveLength(3);
  // As a decoder of before an upgrade might have left them.
  await pool().query("update session set agent_turn_count = 0, usage = '[]', tags = '{old}'");
  await pool().query("delete from turn");
  const stop = new AbortController();
  const background = (async () => {
    while (!stop.signal.aborted) if (!(await digestDue()).isMore) await sleep(50);
  })();
  const told: number[] = [];
  const sender = openSender({ url: api.server.url, ...DEV_PAIR });
  const [result, played] = await Promise.all([
    redigest(({ done }) => told.push(done)),
    playCapture(loadCapture("python-trouble"), sender, { seed: "meanwhile", speed: Number.POSITIVE_INFINITY }),
  ]);
  sender.close();
  expect(result).toEqual({ done: 3, failed: 0 });
  expect(told.at(-1)).toBe(3);
  expect(await rowsOf()).toEqual(before);
  await expect.poll(async () => (await api.get(`/api/v1/sessions/${played[0]}`)).status, { timeout: 15_000 }).toBe(200);
  stop.abort();
  await background;
});

it("says when nobody digests, instead of waiting for ever", async () => {
  // Nobody takes the list: the sessions are marked, and wait.
  const waiting = redigest(() => undefined);
  await expect
    .poll(async () => (await pool().query("select from activity where digested_at is null")).rowCount, {
      timeout: 10_000,
    })
    .toBeGreaterThanOrEqual(3);
  expect(await digestNow()).toEqual([]);
  expect((await waiting).failed).toBe(0);
});
