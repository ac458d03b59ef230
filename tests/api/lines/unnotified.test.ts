import { afterAll, beforeAll, expect, it } from "vitest";
import { termsOf } from "@/lib/filter/terms";
import type { Line } from "@/lib/model/lines";
import { parseLine } from "@/lib/normalise/lines";
import { flushLines } from "@/lib/store/line-flush";
import { LinePack } from "@/lib/store/line-pack";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { readStream } from "../../harness/stream";

let api: ReadApi;

beforeAll(async () => {
  api = await openReadApi();
});
afterAll(() => api?.close());

/** Stores a line as intake does, of which nobody is told: the process died before it said so, or the notification was lost. */
async function storeSilently(raw: string): Promise<void> {
  const { scope } = api.database;
  const pack = new LinePack(scope);
  const facts = { worker: "silent-1", agent: "a", deployment: null, host: null, stream: "stdout" as const };
  pack.add({
    ...{ worker: "silent-1", seq: null, atMs: Date.now(), stream: "stdout", level: null, sessionId: null, raw },
    ...{ fields: null, dropped: null, job: null, sign: null },
    terms: termsOf(parseLine(raw), { ...facts, level: null, sessionId: null }),
  });
  const told = { id: "silent-1", agent: "a", deployment: null, host: null, pid: null, sender: "otlp" as const };
  const worker = { ...told, senderVersion: null, startedAtMs: Date.now(), clockOffsetMs: null, lastError: null };
  await flushLines(scope.projectId, [{ workers: [worker], pack, digest: null }]);
}

it("shows a line of which no notification came, within seconds", async () => {
  let storedMs: number | null = null;
  const events = await readStream(api.server.url, "/api/v1/lines/stream?snapshot=0", (found) => {
    if (storedMs === null) {
      storedMs = performance.now();
      // After its first look, so that only another one can find it.
      setTimeout(() => void storeSilently("nobody was told"), 500);
    }
    return JSON.stringify(found).includes("nobody was told");
  });
  const lines = events.flatMap(({ data }) => (data as { lines?: Line[] }).lines ?? []);
  expect(lines.map(({ message }) => message)).toEqual(["nobody was told"]);
  expect(performance.now() - (storedMs ?? 0)).toBeLessThan(4_000);
});
