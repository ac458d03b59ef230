import { afterAll, beforeAll, expect, it } from "vitest";
import { proveScope } from "@/lib/access/scopes";
import { encryptSecret } from "@/lib/access/secrets";
import { pool } from "@/lib/db";
import type { Line, LinesNotice } from "@/lib/model/lines";
import { saveKey } from "@/lib/store/keys";
import { DEV_PAIR } from "../../harness/database";
import { LineSender } from "../../harness/line-senders";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { readStream, type StreamEvent } from "../../harness/stream";

const STREAM = "/api/v1/lines/stream";
const OTHER = { apiKey: "elsewhere", apiSecret: "secret-of-elsewhere" };
let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
  await pool().query("insert into project (id, slug, name) values ('prj_other', 'other', 'Other')");
  const secretEncrypted = encryptSecret(OTHER.apiSecret);
  await saveKey(proveScope("prj_other"), { id: OTHER.apiKey, secretEncrypted, scopes: ["ingest", "read"] });
});
afterAll(() => api?.close());

const linesOf = (events: StreamEvent[]): Line[] =>
  events.filter(({ event }) => event === "lines").flatMap(({ data }) => (data as { lines: Line[] }).lines);
const leftOutOf = (events: StreamEvent[]): number =>
  events.filter(({ event }) => event === "notice").reduce((sum, { data }) => sum + (data as LinesNotice).leftOut, 0);
const words = (events: StreamEvent[]): string[] => linesOf(events).map(({ message }) => message);
const search = (fields: Record<string, string>) => `${STREAM}?${new URLSearchParams(fields)}`;
const sender = (worker: string) => new LineSender(api.server.url, worker, DEV_PAIR);

/** Reads a stream that has begun before `act` acts. */
async function during(
  fields: Record<string, string>,
  act: () => Promise<void>,
  isEnough: (events: StreamEvent[]) => boolean,
): Promise<StreamEvent[]> {
  let begin = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const reading = readStream(api.server.url, search(fields), (events) => {
    begin();
    return isEnough(events);
  });
  await Promise.race([hasBegun, reading]);
  await act();
  return reading;
}

it("gives the newest lines first, earliest on top, and then what comes, within a second", async () => {
  const one = sender("snapshot-1");
  await one.print(["one", "two", "three", "four"]);
  let printedMs = 0;
  const events = await during(
    { q: "worker:snapshot-1", snapshot: "3" },
    async () => {
      await one.print(["five"]);
      printedMs = performance.now();
    },
    (found) => words(found).includes("five"),
  );
  expect(performance.now() - printedMs).toBeLessThan(1_000);
  expect(words(events)).toEqual(["two", "three", "four", "five"]);
});

it("has neither a gap nor doubles through reconnects while twenty replicas print a hundred lines a second each", async () => {
  const [begun] = await readStream(api.server.url, search({ snapshot: "0" }), (events) => events.length > 0);
  const names = Array.from({ length: 20 }, (_, index) => `replica-${index}`);
  const rounds = 25;
  const printing = flood(names, rounds);
  const wanted = names.length * rounds * 10;
  const seen: StreamEvent[] = [];
  let cursor = begun?.id ?? "";
  let connections = 0;
  while (linesOf(seen).length < wanted) {
    const left = wanted - linesOf(seen).length;
    const part = await readStream(
      api.server.url,
      search({ q: "flood" }),
      (events) => linesOf(events).length >= Math.min(left, 600),
      {
        "last-event-id": cursor,
      },
    );
    cursor = part.findLast(({ id }) => id)?.id ?? cursor;
    seen.push(...part);
    connections += 1;
  }
  await printing;
  expect(connections).toBeGreaterThan(4);
  expect(leftOutOf(seen)).toBe(0);
  for (const name of names) {
    const numbers = linesOf(seen).filter(({ worker }) => worker === name);
    expect(numbers.map(({ message }) => message)).toEqual(Array.from({ length: rounds * 10 }, (_, n) => `flood ${n}`));
  }
});

async function flood(names: string[], rounds: number): Promise<void> {
  const senders = names.map(sender);
  for (let round = 0; round < rounds; round += 1) {
    const tenth = new Promise((resolve) => setTimeout(resolve, 100));
    const lines = Array.from({ length: 10 }, (_, n) => `flood ${round * 10 + n}`);
    await Promise.all([...senders.map((one) => one.print(lines)), tenth]);
  }
}

it("sends only what the filter finds, the snapshot and what comes", async () => {
  const one = sender("filtered-1");
  await one.print(['{"level":"INFO","message":"calm before"}', '{"level":"ERROR","message":"trouble before"}']);
  const events = await during(
    { q: "level:>=warn worker:filtered-1" },
    () => one.print(['{"level":"INFO","message":"calm after"}', '{"level":"WARNING","message":"trouble after"}']),
    (found) => words(found).includes("trouble after"),
  );
  expect(words(events)).toEqual(["trouble before", "trouble after"]);
});

it("says how many lines it left out where more is printed than anybody can follow, and what it sends is in order", async () => {
  const one = sender("loud-1");
  const count = 20_000;
  const events = await during(
    { q: "worker:loud-1", snapshot: "0" },
    () =>
      one.print(
        Array.from({ length: count }, (_, n) => (n % 1000 === 0 ? `{"level":"ERROR","message":"${n}"}` : `${n}`)),
      ),
    (found) => linesOf(found).length + leftOutOf(found) >= count,
  );
  const numbers = words(events).map(Number);
  expect(leftOutOf(events)).toBe(count - numbers.length);
  expect(leftOutOf(events)).toBeGreaterThan(1_000);
  expect(numbers.length).toBeGreaterThan(3_000);
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  const notices = events.filter(({ event }) => event === "notice").map(({ data }) => (data as LinesNotice).text);
  expect(notices[0]).toMatch(/^\d+ lines were left out here/);
});

it("shows another project nothing", async () => {
  const abort = new AbortController();
  const answer = await fetch(`${api.server.url}${search({ snapshot: "50" })}`, {
    headers: { authorization: `Bearer ${OTHER.apiKey}:${OTHER.apiSecret}` },
    signal: abort.signal,
  });
  expect(answer.status).toBe(200);
  let text = "";
  const reading = (async () => {
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>)
      text += Buffer.from(chunk).toString();
  })().catch(() => undefined);
  await sender("secret-1").print(["for the first project only"]);
  await new LineSender(api.server.url, "own-1", OTHER).print(["for the second project"]);
  await expect.poll(() => text).toContain("for the second project");
  abort.abort();
  await reading;
  expect(text).not.toContain("first project");
  expect(text).not.toContain("flood");
});

it("refuses a filter that cannot be understood with words and the place, a wrong cursor, and who may not read", async () => {
  const refused = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await api.get(path, headers);
    return [answer.status, ((await answer.json()) as { error: { message: string } }).error.message] as const;
  };
  expect(await refused(search({ q: "level:>=warn (a OR" }))).toEqual([
    400,
    expect.stringMatching(/^q: .*at character \d+/),
  ]);
  expect(await refused(search({ cursor: "yesterday" }))).toEqual([400, expect.stringContaining("cursor")]);
  expect(await refused(search({ snapshot: "-1" }))).toEqual([400, expect.stringContaining("snapshot")]);
  expect((await refused(STREAM, { authorization: "Bearer wrong:pair" }))[0]).toBe(401);
});
