import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { proveScope } from "@/lib/access/scopes";
import { encryptSecret } from "@/lib/access/secrets";
import { pool } from "@/lib/db";
import type { AuditAnswer } from "@/lib/model/audit";
import { Line, type LineHistogram, type LinesAnswer } from "@/lib/model/lines";
import { saveKey } from "@/lib/store/keys";
import { closeSegment, saveWantedLines, type WantedLine } from "../../harness/lines";
import { openReadApi, type ReadApi } from "../../harness/read-api";

const START_MS = Date.parse("2026-11-20T10:00:00.000Z");
const OTHER = { authorization: "Bearer other:a-secret-of-its-own" };

let api: ReadApi;

const tick = (second: number, more: Partial<WantedLine> = {}): WantedLine => ({
  raw: `tick ${second}`,
  atMs: START_MS + second * 1000,
  ...more,
});

/** A hundred seconds of two workers in two segments, and a stranger's line of the same time. */
beforeAll(async () => {
  api = await openReadApi();
  const { scope } = api.database;
  const ticks = Array.from({ length: 100 }, (_, second) => tick(second, { worker: second % 2 === 0 ? "even" : "odd" }));
  await saveWantedLines(scope, ticks.slice(0, 60));
  await closeSegment();
  await saveWantedLines(scope, ticks.slice(60));
  await pool().query("insert into project (id, slug, name) values ('prj_other', 'other', 'Other')");
  const other = proveScope("prj_other");
  const key = { id: "other", secretEncrypted: encryptSecret("a-secret-of-its-own"), scopes: ["read" as const] };
  await saveKey(other, key);
  await saveWantedLines(other, [tick(50, { raw: "stranger tick", worker: "even" })]);
});
afterAll(() => api?.close());

const lines = (query: Record<string, string>) =>
  api.getJson<LinesAnswer>(`/api/v1/lines?${new URLSearchParams(query)}`);

const said = (found: Line[]) => found.map(({ raw }) => raw);

/** All pages in a row; `between` is called after each. */
async function readPages(query: Record<string, string>, between: () => Promise<void>): Promise<Line[]> {
  const all: Line[] = [];
  let cursor: string | null = null;
  do {
    const answer: LinesAnswer = await lines({ ...query, ...(cursor === null ? {} : { cursor }) });
    expect(answer.lines.length).toBeLessThanOrEqual(Number(query.limit));
    all.push(...answer.lines);
    cursor = answer.nextCursor;
    await between();
  } while (cursor !== null);
  return all;
}

describe("GET /api/v1/lines", () => {
  it.each(["asc", "desc"])(
    "gives each line once over all pages (%s), also when lines come meanwhile, late ones too",
    async (order) => {
      let pages = 0;
      const read = await readPages({ q: "tick", order, limit: "7" }, async () => {
        pages += 1;
        const late = { ...tick(pages, { raw: `tick late ${order} ${pages}` }), atMs: START_MS + pages * 7_000 + 500 };
        const now = tick(1_000 + pages, { raw: `tick new ${order} ${pages}` });
        if (pages < 10) await saveWantedLines(api.database.scope, [late, now]);
      });
      expect(new Set(read.map(({ id }) => id)).size).toBe(read.length);
      const times = read.map(({ at }) => at);
      expect(times).toEqual(order === "asc" ? times.toSorted() : times.toSorted().reverse());
      const ticks = read.filter(({ raw }) => /^tick \d+$/.test(raw)).map(({ raw }) => Number(raw.slice(5)));
      const wanted = Array.from({ length: 100 }, (_, second) => second);
      expect(ticks).toEqual(order === "asc" ? wanted : wanted.reverse());
    },
  );

  it("goes back over a page in the other order, from its first line on", async () => {
    const query = { q: "tick -late -new", limit: "10" };
    const first = await lines({ ...query, from: new Date(START_MS).toISOString() });
    const second = await lines({ ...query, cursor: first.nextCursor ?? "" });
    const third = await lines({ ...query, cursor: second.nextCursor ?? "" });
    expect(said(third.lines)[0]).toBe("tick 79");
    const back = await lines({ ...query, order: "asc", cursor: second.nextCursor ?? "" });
    // Behind the last line of the second page come those before it.
    expect(said(back.lines)).toEqual(said(second.lines.slice(0, -1)).reverse().concat("tick 90"));
  });

  it("tells at the end that there is no more, also where a page is just full", async () => {
    const range = { from: new Date(START_MS).toISOString(), to: new Date(START_MS + 10_000).toISOString() };
    const full = await lines({ ...range, q: "-late", limit: "10" });
    expect(said(full.lines)).toHaveLength(10);
    expect(full.nextCursor).toBeNull();
  });

  it("takes `from` as in the time and `to` as behind it", async () => {
    const range = { from: new Date(START_MS + 3_000).toISOString(), to: new Date(START_MS + 5_000).toISOString() };
    expect(said((await lines({ ...range, order: "asc" })).lines)).toEqual(["tick 3", "tick 4"]);
  });

  it("keeps projects apart, in lists, counts, contexts and downloads", async () => {
    const get = async (path: string) => (await api.get(`/api/v1/lines${path}`, OTHER)).text();
    const list = JSON.parse(await get("")) as LinesAnswer;
    expect(said(list.lines)).toEqual(["stranger tick"]);
    const histogram = JSON.parse(await get("/histogram")) as LineHistogram;
    expect(histogram.buckets.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0)).toBe(1);
    const { id, at } = (await lines({ q: '"tick 50"' })).lines[0] as Line;
    expect(await get(`/context?${new URLSearchParams({ id, at })}`)).not.toContain("tick 50");
    expect(await get("/download")).not.toContain("tick 50");
    expect((await lines({ q: "stranger" })).lines).toEqual([]);
  });

  it.each([
    ["?q=level:loud", "q: “loud” is no level: write trace, debug, info, warn, error or fatal, at character 7."],
    ["?q=(a", "q: There is a “(” that nothing closes, at character 1."],
    ["?cursor=x", "cursor: damaged; take nextCursor of the page before, unchanged."],
    ["?cursor=99999999999999999-5", "cursor: damaged; take nextCursor of the page before, unchanged."],
    ["?cursor=5-9999999999999999999", "cursor: damaged; take nextCursor of the page before, unchanged."],
    ["?limit=0", "limit: "],
    ["?order=up", "order: "],
    ["?from=yesterday", "from: "],
    ["?q=%00", "q: must not hold a zero byte"],
    ["/histogram?q=%22", "q: There is a quote that nothing closes, at character 1."],
    ["/histogram?buckets=0", "buckets: "],
    ["/download?q=OR", "q: “OR” needs a condition on each side"],
    ["/download?format=xml", "format: "],
    ["/context?at=2026-11-20T10:00:00Z", "id: "],
    ["/context?id=5;drop&at=2026-11-20T10:00:00Z", "id: must be a line's id"],
  ])("answers 400 to %s, in words", async (query, words) => {
    const answer = await api.get(`/api/v1/lines${query}`);
    expect(answer.status).toBe(400);
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe("invalid");
    expect(error.message).toContain(words);
  });
});

describe("GET /api/v1/lines/context", () => {
  const context = async (query: Record<string, string>) => {
    const { id, at } = (await lines({ q: '"tick 50"' })).lines[0] as Line;
    const answer = await api.getJson<LinesAnswer>(`/api/v1/lines/context?${new URLSearchParams({ id, at, ...query })}`);
    return said(answer.lines).filter((raw) => !/late|new/.test(raw));
  };

  it("shows what all printed within a time around a line, the earliest first", async () => {
    expect(await context({ aroundMs: "2000" })).toEqual(["tick 48", "tick 49", "tick 50", "tick 51", "tick 52"]);
  });

  it("shows only its worker's lines where that is wanted", async () => {
    expect(await context({ aroundMs: "4000", worker: "even" })).toEqual([
      "tick 46",
      "tick 48",
      "tick 50",
      "tick 52",
      "tick 54",
    ]);
  });

  it("keeps the nearest lines on both sides where there are too many", async () => {
    expect(await context({ aroundMs: "3600000", worker: "odd", limit: "4" })).toEqual([
      "tick 47",
      "tick 49",
      "tick 51",
      "tick 53",
    ]);
    expect(await context({ aroundMs: "3600000", worker: "even", limit: "1" })).toEqual(["tick 50"]);
  });
});

describe("GET /api/v1/lines/download", () => {
  it("gives exactly the lines of the list as NDJSON, with a name, and says so in the audit log", async () => {
    const query = new URLSearchParams({ q: "tick -new", order: "desc", format: "ndjson" });
    const answer = await api.get(`/api/v1/lines/download?${query}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/x-ndjson");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="lines-\d{4}-\d\d-\d\d\.ndjson"$/);
    const downloaded = (await answer.text())
      .split("\n")
      .filter(Boolean)
      .map((line) => Line.parse(JSON.parse(line)));
    expect(downloaded).toEqual((await lines({ q: "tick -new", limit: "1000" })).lines);
    const { entries } = await api.getJson<AuditAnswer>("/api/v1/audit?action=lines");
    expect(entries[0]).toMatchObject({
      action: "lines.download",
      details: { format: "ndjson", filter: { q: "tick -new" } },
    });
  });

  it("gives text that reads well: time, level, worker, message, and a traceback below", async () => {
    const failed = JSON.stringify({
      message: "lookup failed",
      level: "ERROR",
      exc_info: 'Traceback (most recent call last):\n  File "agent.py", line 60\nTimeoutError: gone',
    });
    const atMs = Date.parse("2026-11-19T08:00:00.000Z");
    await saveWantedLines(api.database.scope, [
      { raw: "\u001b[32mplain\u001b[0m words", atMs },
      { raw: failed, atMs: atMs + 5 },
      { raw: '{"message":"ready","level":"INFO"}', atMs: atMs + 10 },
    ]);
    const query = new URLSearchParams({ to: "2026-11-19T09:00:00Z" });
    const answer = await api.get(`/api/v1/lines/download?${query}`);
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await answer.text()).toBe(`2026-11-19T08:00:00.000Z -     w-1 plain words
2026-11-19T08:00:00.005Z ERROR w-1 lookup failed
Traceback (most recent call last):
  File "agent.py", line 60
TimeoutError: gone
2026-11-19T08:00:00.010Z INFO  w-1 ready
`);
  });
});
