import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/db";
import { FacetsAnswer } from "@/lib/model/facets";
import type { SessionsAnswer } from "@/lib/model/sessions";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { saveSessionRows } from "../../harness/session-rows";

let api: ReadApi;
beforeAll(async () => {
  api = await openReadApi();
  await saveSessionRows(api.database.scope, [
    { id: "a1", agent: "booking", outcome: "success", tags: ["vip", "de"], hasRecording: true, agoMin: 5 },
    { id: "a2", agent: "booking", outcome: "fail", tags: ["vip"], errors: 2, agoMin: 10 },
    { id: "a3", agent: "booking", status: "failed", sdk: ["node", "1.2.0"], agoMin: 15 },
    { id: "b1", agent: "orders", outcome: "success", tags: ["de"], hasRecording: true, agoMin: 20 },
    { id: "b2", agent: null, sdk: null, agoMin: 200 },
  ]);
});
afterAll(() => api?.close());

async function facets(query = ""): Promise<FacetsAnswer> {
  return FacetsAnswer.parse(await api.getJson(`/api/v1/sessions/facets?${query}`));
}
const counts = (answer: FacetsAnswer, facet: keyof FacetsAnswer["facets"]) =>
  Object.fromEntries((answer.facets[facet] ?? []).map(({ value, count }) => [value, count]));

it("counts every value, exactly as long as the sessions are few", async () => {
  const answer = await facets();
  expect(answer.total).toEqual({ count: 5, isAtLeast: false });
  expect(counts(answer, "agent")).toEqual({ booking: 3, orders: 1, "": 1 });
  expect(counts(answer, "status")).toEqual({ ended: 4, failed: 1 });
  expect(counts(answer, "outcome")).toEqual({ success: 2, none: 2, fail: 1 });
  expect(counts(answer, "tag")).toEqual({ vip: 2, de: 2 });
  expect(counts(answer, "sdk")).toEqual({ "python 1.8.3": 3, "node 1.2.0": 1, "": 1 });
  expect(counts(answer, "hasErrors")).toEqual({ true: 1, false: 4 });
  expect(counts(answer, "hasRecording")).toEqual({ true: 2, false: 3 });
});

it("counts a facet without its own filter and with all others, so that a second choice can be judged", async () => {
  const answer = await facets("agent=booking&tag=vip");
  expect(answer.total.count).toBe(2);
  expect(counts(answer, "agent")).toEqual({ booking: 2, orders: 0 });
  expect(counts(answer, "tag")).toEqual({ vip: 2, de: 1 });
  expect(counts(answer, "outcome")).toEqual({ success: 1, fail: 1 });
});

describe("the total is what the list shows", () => {
  it.each([
    "agent=booking",
    "agent=booking&agent=orders",
    "agent=",
    "agent=&agent=orders",
    "status=failed&status=live",
    "outcome=none",
    "outcome=none&outcome=fail",
    "tag=vip&tag=de",
    "sdk=python",
    "sdk=python%201.8.3&sdk=node",
    "hasErrors=true",
    "hasErrors=false&hasRecording=true",
    "q=booking",
    "q=a1&agent=orders",
    `from=${new Date(Date.now() - 12 * 60_000).toISOString()}`,
  ])("for %s", async (query) => {
    const list = await api.getJson<SessionsAnswer>(`/api/v1/sessions?${query}`);
    expect((await facets(query)).total).toEqual({ count: list.sessions.length, isAtLeast: false });
  });
});

it("a choice that no session has any more stays in its menu, so that it can be taken back", async () => {
  expect(counts(await facets("agent=gone&tag=never"), "agent")).toMatchObject({ gone: 0 });
  expect(counts(await facets("agent=gone&tag=never"), "tag")).toMatchObject({ never: 0 });
});

it("a live session that fell silent counts as ended", async () => {
  const set = (status: string, idle: string) =>
    pool().query("update session set status = $1, last_received_at = now() - $2::interval where session_id = 'a1'", [
      status,
      idle,
    ]);
  await set("live", "10 s");
  expect(counts(await facets(), "status")).toEqual({ live: 1, ended: 3, failed: 1 });
  await set("live", "95 s");
  expect(counts(await facets(), "status")).toEqual({ ended: 4, failed: 1 });
  await set("ended", "95 s");
});

it("says of large lists only what it counted: lower bounds, all agents, no more than 1,000", async () => {
  const many = Array.from({ length: 2700 }, (_, n) => ({ id: `m${n}`, agent: "survey", agoMin: -1 - n / 1000 }));
  await saveSessionRows(api.database.scope, many);
  const answer = await facets();
  expect(answer.total).toEqual({ count: 1000, isAtLeast: true });
  expect(answer.facets.agent).toEqual([
    { value: "survey", count: 1000, isAtLeast: true },
    { value: "booking", count: 0, isAtLeast: true },
    { value: "orders", count: 0, isAtLeast: true },
  ]);
  expect((await facets("agent=booking")).total).toEqual({ count: 3, isAtLeast: false });
  expect((await facets(`to=${new Date(Date.now()).toISOString()}`)).total).toEqual({ count: 5, isAtLeast: false });
});
