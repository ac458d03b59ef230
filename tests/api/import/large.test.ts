import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, openSync, statSync, truncateSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { importFile } from "@/cli/import";
import { config } from "@/lib/config";
import { pool } from "@/lib/db";
import { digestSessions, makeProject } from "../../harness/imports";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";

/** Far more than what may be in memory; `LARGE_AUDIO_BYTES=4600000000` tries what needs a zip64. */
const AUDIO_BYTES = Number(process.env.LARGE_AUDIO_BYTES ?? 400_000_000);
/** Buffers of sockets, files and the database's driver, and what V8 has not given back yet. */
const GROWTH_BYTES_MAX = 150 * 1024 * 1024;
const MINUTES_MS = 600_000;
const job = JOBS["python-clinic"];

let api: ReadApi;
let there: string;
let zip: string;
let growth = 0;

beforeAll(async () => {
  api = await openReadApi({ IMPORT_BYTES_MAX: "8GiB", RECORDING_BYTES_MAX: "8GiB" });
  there = await makeProject("prj_there");
  zip = join(config().dataDir, "large.zip");
  await api.replay("python-clinic");
  await api.digest([job]);
  await enlargeAudio();
}, MINUTES_MS);
afterAll(() => api?.close());

/** A file that is mostly a hole, in the place of the recording, and an upload that tells of it. */
async function enlargeAudio(): Promise<void> {
  const { rows } = await pool().query<{ blob_key: string }>("select blob_key from recording");
  const path = join(config().blobDir, rows[0]?.blob_key ?? "");
  truncateSync(path, AUDIO_BYTES);
  writeSync(openSync(path, "r+"), "the end", AUDIO_BYTES - 7);
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  const { rows: uploads } = await pool().query<{ seq: string; body: Buffer }>(
    "select seq, body from journal_entry where signal = 4",
  );
  for (const { seq, body } of uploads) {
    const envelope = JSON.parse(gunzipSync(body).toString("utf8"));
    Object.assign(envelope.audio, { sizeBytes: AUDIO_BYTES, sha256: hash.digest("hex") });
    await pool().query("update journal_entry set body = $2 where seq = $1", [seq, gzipSync(JSON.stringify(envelope))]);
  }
}

/** How far the process grows while that runs, bytes. */
async function growthOf(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage().rss;
  let most = before;
  const looking = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  await work().finally(() => clearInterval(looking));
  return most - before;
}

it(
  "a recording of any size is downloaded in flat memory",
  async () => {
    growth = await growthOf(async () => {
      const answer = await api.get(`/api/v1/sessions/${job}/download`);
      await pipeline(Readable.fromWeb(answer.body as NodeStream), createWriteStream(zip));
    });
    console.log(`download of ${statSync(zip).size} bytes: ${Math.round(growth / 2 ** 20)} MiB more`);
    expect(statSync(zip).size).toBeGreaterThan(AUDIO_BYTES);
    expect(growth).toBeLessThan(GROWTH_BYTES_MAX);
  },
  MINUTES_MS,
);

it(
  "and imported in flat memory, to the last byte",
  async () => {
    growth = await growthOf(async () => {
      const key = there.slice("Bearer ".length);
      expect(await importFile({ url: api.server.url, key }, zip)).toBe(`Imported as ${job}`);
    });
    console.log(`import: ${Math.round(growth / 2 ** 20)} MiB more`);
    expect(growth).toBeLessThan(GROWTH_BYTES_MAX);
    await digestSessions("prj_there", [job]);
    const range = { authorization: there, range: `bytes=${AUDIO_BYTES - 7}-` };
    const end = await api.get(`/api/v1/sessions/${job}/audio`, range);
    expect([end.status, await end.text()]).toEqual([206, "the end"]);
  },
  MINUTES_MS,
);
