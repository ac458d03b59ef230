import { afterAll, beforeAll, expect, it } from "vitest";
import { pool } from "@/lib/db";
import { Session, type SessionsAnswer } from "@/lib/model/sessions";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { saveSessionRows } from "../../harness/session-rows";

const EVIL = ['=HYPERLINK("http://evil")', "+1", "-2+3", "@sum(a)", "\tx", 'a,"b"\r\nc', "ünï 😀"];

let api: ReadApi;
beforeAll(async () => {
  api = await openReadApi();
  await api.replay("python-clinic");
  await api.digest([JOBS["python-clinic"]]);
  const rows = EVIL.map((room, n) => ({ id: `evil${n}`, room, agent: "evil", agoMin: 100 + n }));
  await saveSessionRows(api.database.scope, [
    ...rows,
    ...Array.from({ length: 450 }, (_, n) => ({ id: `bulk${n}`, agent: "bulk", agoMin: 1000 + n, tokens: n })),
  ]);
});
afterAll(() => api?.close());

async function ndjson(query: string): Promise<Session[]> {
  const answer = await api.get(`/api/v1/sessions/export?format=ndjson&${query}`);
  expect(answer.headers.get("content-type")).toBe("application/x-ndjson");
  const lines = (await answer.text()).split("\n");
  expect(lines.pop()).toBe("");
  return lines.map((line) => Session.parse(JSON.parse(line)));
}

/** A reader of RFC 4180 that knows nothing of the writer: quotes, doubled quotes, line ends inside quotes. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (let at = 0; at < text.length; ) {
    let cell = "";
    if (text[at] === '"') {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at += 1) {
        cell += text[at];
        if (text[at] === '"') at += 1;
      }
      at += 1;
    } else while (at < text.length && text[at] !== "," && text[at] !== "\r") cell += text[at++];
    rows.at(-1)?.push(cell);
    if (text[at] === "\r") {
      at += 2;
      if (at < text.length) rows.push([]);
    } else at += 1;
  }
  return rows;
}

async function csv(query: string): Promise<Record<string, string>[]> {
  const answer = await api.get(`/api/v1/sessions/export?format=csv&${query}`);
  expect(answer.headers.get("content-type")).toContain("text/csv");
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="sessions-\d{4}-\d\d-\d\d\.csv"$/);
  const [head = [], ...rows] = parseCsv(await answer.text());
  for (const row of rows) expect(row).toHaveLength(head.length);
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ""])));
}

it("NDJSON holds every session of the filter in its order, as the list answers them", async () => {
  const all = await ndjson("agent=bulk&sort=-tokens");
  expect(all.map(({ id }) => id)).toEqual(Array.from({ length: 450 }, (_, n) => `bulk${449 - n}`));
  const list = await api.getJson<SessionsAnswer>("/api/v1/sessions?agent=evil");
  expect(await ndjson("agent=evil")).toEqual(list.sessions);
});

it("takes the named sessions only", async () => {
  const found = await ndjson(`ids=${JOBS["python-clinic"]}&ids=bulk7&ids=unknown`);
  // Which of them is older depends on the day of the test.
  expect(found.map(({ id }) => id).sort()).toEqual([JOBS["python-clinic"], "bulk7"]);
  expect((await ndjson("ids=bulk7")).map(({ id }) => id)).toEqual(["bulk7"]);
});

it("searches like the list", async () => {
  expect((await ndjson("q=doctor%20okafor")).map(({ id }) => id)).toEqual([JOBS["python-clinic"]]);
});

it("CSV reads back: figures of API.md's table, summed over models", async () => {
  const [clinic] = await csv("q=doctor%20okafor");
  expect(clinic).toMatchObject({
    id: JOBS["python-clinic"],
    status: "ended",
    userTurnCount: "7",
    agentTurnCount: "8",
    toolCallCount: "5",
    toolErrorCount: "1",
    handoffCount: "1",
    interruptionCount: "1",
    inputTokens: "3070",
    inputCachedTokens: "928",
    outputTokens: "357",
    ttsCharactersCount: "770",
    hasRecording: "true",
  });
  expect(Number(clinic?.sttAudioMs) / 1000).toBeCloseTo(84.28, 1);
});

it("CSV keeps every text, and no spreadsheet takes one for a formula", async () => {
  const rooms = (await csv("agent=evil")).map(({ roomName }) => roomName);
  expect(rooms).toEqual(EVIL.map((room) => (/^[=+\-@\t]/.test(room) ? `'${room}` : room)));
});

it("an empty filter's CSV is its head line, NDJSON is empty", async () => {
  expect(await csv("agent=nobody")).toEqual([]);
  const answer = await api.get("/api/v1/sessions/export?format=ndjson&agent=nobody");
  expect([answer.status, await answer.text()]).toEqual([200, ""]);
});

it("stands in the audit log", async () => {
  await csv("agent=evil");
  const { rows } = await pool().query("select action, actor_id, details from audit_entry order by at desc limit 1");
  expect(rows[0]).toMatchObject({ action: "sessions.export", actor_id: "devkey", details: { format: "csv" } });
});

it.each([
  ["format=xlsx", "format"],
  ["", "format"],
  ["format=csv&sort=id", "sort"],
  [`format=csv${"&ids=x".repeat(501)}`, "ids"],
  ["format=csv&hasErrors=perhaps", "hasErrors"],
])("a wrong parameter is 400 and named: %s", async (query, word) => {
  const answer = await api.get(`/api/v1/sessions/export?${query}`);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { message: expect.stringContaining(word) } });
});
