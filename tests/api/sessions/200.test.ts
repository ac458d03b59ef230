import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/db";
import { type Session, SessionSort, SessionsAnswer } from "@/lib/model/sessions";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;
const [clinic, realtime, node] = [JOBS["python-clinic"], JOBS["python-realtime"], JOBS["node-clinic"]];

beforeAll(async () => {
  api = await openReadApi();
  for (const capture of Object.keys(JOBS)) await api.replay(capture);
  await api.digest(Object.values(JOBS));
});
afterAll(() => api?.close());

async function list(query = ""): Promise<SessionsAnswer> {
  return SessionsAnswer.parse(await api.getJson(`/api/v1/sessions?${query}`));
}
const ids = async (query = "") => (await list(query)).sessions.map((session) => session.id);

it("lists sessions newest first with the figures of API.md's table", async () => {
  const { sessions, nextCursor, liveCount } = await list();
  expect(nextCursor).toBeNull();
  expect(liveCount).toBe(0);
  const starts = sessions.map((session) => session.startedAt);
  expect(starts).toEqual([...starts].sort().reverse());
  const counts = (id: string) => {
    const session = sessions.find((one) => one.id === id) as Session;
    const { userTurnCount, agentTurnCount, toolCallCount, toolErrorCount, handoffCount, interruptionCount } = session;
    return [userTurnCount, agentTurnCount, toolCallCount, toolErrorCount, handoffCount, interruptionCount];
  };
  expect(counts(clinic)).toEqual([7, 8, 5, 1, 1, 1]);
  expect(counts(realtime)).toEqual([5, 6, 1, 0, 0, 1]);
  expect(counts(node)).toEqual([7, 8, 5, 1, 1, 1]);
  expect(sessions.every((session) => session.recording?.hasAudio && !("snippet" in session))).toBe(true);
});

it("pages by key: every session once, in any order, also when a newer one comes meanwhile", async () => {
  for (const sort of SessionSort.options) {
    const found: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: SessionsAnswer = await list(`limit=1&sort=${sort}${cursor && `&cursor=${cursor}`}`);
      found.push(...page.sessions.map((session) => session.id));
      cursor = page.nextCursor;
    }
    expect([sort, [...found].sort()]).toEqual([sort, [clinic, realtime, node].sort()]);
    expect(found).toEqual(await ids(`sort=${sort}`));
  }
});

it("sorts by length and by wait", async () => {
  const lengths = (await list("sort=durationMs")).sessions.map((session) => session.durationMs ?? Number.NaN);
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  const waits = (await list("sort=-latency")).sessions.map((session) => session.latency?.e2eP95Ms ?? -1);
  expect(waits).toEqual([...waits].sort((a, b) => b - a));
});

it("sorts by every figure and name that a column shows, either way", async () => {
  const figures: Record<string, (session: Session) => number | string> = {
    turns: ({ userTurnCount, agentTurnCount }) => userTurnCount + agentTurnCount,
    interruptions: ({ interruptionCount }) => interruptionCount,
    tools: ({ toolCallCount }) => toolCallCount,
    errors: ({ errorCount }) => errorCount,
    latencyP50: ({ latency }) => latency?.e2eP50Ms ?? Number.POSITIVE_INFINITY,
    tokens: ({ usage }) => usage.reduce((sum, one) => sum + (one.inputTokens ?? 0) + (one.outputTokens ?? 0), 0),
    agent: ({ agentName }) => agentName ?? "",
    room: ({ roomName }) => roomName ?? "",
  };
  for (const [sort, figure] of Object.entries(figures)) {
    const up = (await list(`sort=${sort}`)).sessions.map(figure);
    expect([sort, up]).toEqual([sort, [...up].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))]);
    // What is missing comes last either way.
    if (up.includes(Number.POSITIVE_INFINITY)) continue;
    expect([sort, await ids(`sort=-${sort}`)]).toEqual([sort, (await ids(`sort=${sort}`)).reverse()]);
  }
});

describe("filters", () => {
  it("by time: from is included, to is not", async () => {
    const [newest] = (await list()).sessions as [Session];
    expect(await ids(`from=${newest.startedAt}`)).toEqual([newest.id]);
    expect(await ids(`to=${newest.startedAt}`)).not.toContain(newest.id);
  });

  it("by status, agent and tag", async () => {
    expect(await ids("status=ended")).toHaveLength(3);
    expect(await ids("status=live")).toEqual([]);
    const { agentName, tags } = (await list()).sessions.find((session) => session.id === clinic) as Session;
    expect(await ids(`agent=${encodeURIComponent(agentName ?? "")}`)).toContain(clinic);
    expect(await ids("agent=nobody")).toEqual([]);
    expect(tags.length).toBeGreaterThan(0);
    expect(await ids(`tag=${encodeURIComponent(tags[0] ?? "")}`)).toContain(clinic);
    expect(await ids("tag=no-such-tag")).toEqual([]);
  });
});

describe("search", () => {
  // What was said, as the capture's chat history has it: "Hi, I would like to book a check up with doctor Okafor …".
  it("finds words that were said, and says where", async () => {
    const { sessions } = await list("q=CHECK%20okafor");
    expect(sessions.map((session) => session.id).sort()).toEqual([clinic, node].sort());
    const snippet = sessions.find((session) => session.id === clinic)?.snippet;
    expect(snippet?.text).toContain("Hi, I would like to book a check up with doctor Okafor");
    const { items } = await api.getJson<{ items: { text: string; startMs: number }[] }>(
      `/api/v1/sessions/${clinic}/timeline`,
    );
    expect(snippet?.atMs).toBeCloseTo(items.find((item) => item.text === snippet?.text)?.startMs ?? -1, 3);
  });

  it("wants every word, and a phrase as it stands", async () => {
    expect(await ids(`q=${encodeURIComponent('"doctor Okafor"')}`)).toHaveLength(2);
    expect(await ids(`q=${encodeURIComponent('"Okafor doctor"')}`)).toEqual([]);
    expect(await ids(`q=${encodeURIComponent("Okafor doctor")}`)).toHaveLength(2);
    expect(await ids("q=Okafor%20zebra")).toEqual([]);
  });

  it("finds ids, and takes wildcards literally", async () => {
    expect(await ids(`q=${clinic.slice(3)}`)).toEqual([clinic]);
    expect(await ids("q=%25")).not.toHaveLength(3);
    expect(await ids("q=a_z_q")).toEqual([]);
    expect(await ids(`q=${encodeURIComponent("'; drop table session; --")}`)).toEqual([]);
  });
});

describe("a live session", () => {
  const set = (status: string, idle: string) =>
    pool().query("update session set status = $1, last_received_at = now() - $2::interval where session_id = $3", [
      status,
      idle,
      node,
    ]);

  it("is live while something came in the last 90 s, and has ended afterwards", async () => {
    const before = await pool().query("select status, last_received_at from session where session_id = $1", [node]);
    await pool().query("delete from activity");
    await set("live", "30 s");
    expect((await list()).liveCount).toBe(1);
    expect(await ids("status=live")).toEqual([node]);
    await set("live", "91 s");
    expect((await list()).liveCount).toBe(0);
    expect(await ids("status=live")).toEqual([]);
    expect(await ids("status=ended")).toHaveLength(3);
    expect((await api.getJson<Session>(`/api/v1/sessions/${node}`)).status).toBe("ended");
    await pool().query("update session set status = $1, last_received_at = $2 where session_id = $3", [
      ...Object.values(before.rows[0] as object),
      node,
    ]);
  });
});
