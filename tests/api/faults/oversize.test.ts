import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { digestDue } from "@/background/digests";
import { pool } from "@/lib/db";
import type { Session } from "@/lib/model/sessions";
import type { Timeline } from "@/lib/model/timeline";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { runSessionWorker } from "../../harness/session-worker";
import { readStream } from "../../harness/stream";

const MIB = 1024 * 1024;
const BOUND_MIB = 4;
let api: ReadApi;
let stopWorkers: () => void;

beforeAll(async () => {
  api = await openReadApi({ SESSION_BYTES_MAX: `${BOUND_MIB}MiB` });
  stopWorkers = await runSessionWorker();
});
afterAll(async () => {
  stopWorkers();
  await api.close();
});

/** A request of one log line of a megabyte that no compression makes smaller. */
function requestBody(job: string): Buffer {
  const text = randomBytes(MIB / 2).toString("hex");
  const attributes = ["job_id", "room_id"].map((key) => ({ key, value: { stringValue: job } }));
  const record = { timeUnixNano: `${Date.now()}000000`, body: { stringValue: text }, attributes };
  return gzipSync(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] }), { level: 1 });
}

/** The names in a zip's central directory. Source: PKWARE's APPNOTE, 4.3.12. */
function zipNames(zip: Buffer): string[] {
  const names: string[] = [];
  const mark = Buffer.from("PK\u0001\u0002");
  for (let at = zip.indexOf(mark); at !== -1; at = zip.indexOf(mark, at + 46)) {
    names.push(zip.subarray(at + 46, at + 46 + zip.readUInt16LE(at + 28)).toString());
  }
  return names;
}

it("a session of hundreds of megabytes is listed, opened, watched and taken away without filling the memory", async () => {
  const job = "AJ_enormous";
  // Half an hour ago, second by second, in the database alone.
  await pool().query(
    `insert into journal_entry (project_id, session_id, received_at, signal, encoding, record_count, body)
      select $1, $2, date_trunc('day', now()) + second * interval '1 second', 2, 2, 1, $3::bytea
      from generate_series(1, 600) as second`,
    [api.database.scope.projectId, job, requestBody(job)],
  );
  await pool().query(
    `insert into activity (project_id, session_id, journal_bytes, first_at, last_at, ended)
      select $1, $2, sum(length(body)), min(received_at), min(received_at), true from journal_entry where session_id = $2`,
    [api.database.scope.projectId, job],
  );
  const before = process.memoryUsage().rss;
  await digestDue();
  const { sessions } = await api.getJson<{ sessions: Session[] }>("/api/v1/sessions");
  expect(sessions.map(({ id }) => id)).toEqual([job]);

  const timeline = await api.getJson<Timeline>(`/api/v1/sessions/${job}/timeline`);
  expect(timeline.missing[0]).toMatch(
    /^Shown up to what arrived by .+T00:00:0\dZ: the session is larger than this server reads/,
  );
  // The request was the same six hundred times, and counts once.
  expect(timeline.logs).toHaveLength(1);

  const zip = await api.get(`/api/v1/sessions/${job}/download`);
  const bytes = Buffer.from(await zip.arrayBuffer());
  expect([zip.status, bytes.subarray(0, 2).toString()]).toEqual([200, "PK"]);
  expect(bytes.length).toBeLessThan(2 * BOUND_MIB * MIB);

  const isThere = (events: { event: string }[]) => events.some(({ event }) => event === "records" || event === "ended");
  const events = await readStream(api.server.url, `/api/v1/sessions/${job}/stream`, isThere);
  expect(events.length).toBeGreaterThan(0);
  expect(process.memoryUsage().rss - before).toBeLessThan(300 * MIB);
});

it("a session within the bounds says nothing of them, and a large one's download is made by another thread", async () => {
  await api.replay("python-clinic");
  const id = "AJ_xZXBwwyJ42fT";
  await api.digest([id]);
  const namesIn = async () => {
    const zip = Buffer.from(await (await api.get(`/api/v1/sessions/${id}/download`)).arrayBuffer());
    return zipNames(zip);
  };
  const small = await namesIn();
  expect(small).toContain("traces.json");
  // It says of itself that it is large.
  await pool().query("update journal_entry set record_count = 5000 where session_id = $1 and signal <> 4", [id]);
  expect(await namesIn()).toEqual(small);
  const { missing } = await api.getJson<Timeline>(`/api/v1/sessions/${id}/timeline`);
  expect(missing).toEqual([]);
});
