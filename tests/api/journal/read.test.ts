import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { appendEntries } from "@/lib/journal/append";
import { readSession } from "@/lib/journal/read";
import { openTestDatabase, type TestDatabase } from "../../harness/database";

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

// What a name must survive on its way to the database: quotes, backslashes, comments, and letters of more than one byte.
const ODD = ["it's", "back\\slash'", "'; drop table session; --", "$1 $$", "ünï😀"];

it("reads back the bytes of sessions of any name, and of no other", async () => {
  const body = gzipSync(Buffer.from(Array.from({ length: 256 }, (_unused, byte) => byte)));
  const kind = { signal: "logs", encoding: "json", recordCount: 7, endsSession: false } as const;
  for (const sessionId of ODD) await appendEntries(database.scope, [{ ...kind, sessionId, body }]);
  for (const sessionId of ODD) {
    const [entry, ...others] = await readSession(database.scope, [sessionId]);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ sessionId, signal: "logs", encoding: "json", recordCount: 7 });
    expect(Buffer.from(entry?.body ?? []).equals(body)).toBe(true);
    expect(Math.abs(Date.now() - (entry?.receivedAt.getTime() ?? 0))).toBeLessThan(600_000);
  }
  const all = await readSession(database.scope, ODD);
  expect(all.map(({ sessionId }) => sessionId)).toEqual(ODD);
});

it("finds nothing under a name that the database cannot hold", async () => {
  expect(await readSession(database.scope, ["AJ_\0"])).toEqual([]);
});
