import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { unpackPeaks } from "@/lib/audio/peaks";
import { unpackActivity } from "@/lib/audio/recorded-activity";
import { blobs } from "@/lib/blobs";
import { openTestDatabase, type TestDatabase } from "../../harness/database";

let database: TestDatabase;
let client: pg.Client;
let readDueRecording: () => Promise<{ isMore: boolean }>;
let forgetOldReadings: () => Promise<void>;
// Inside node_modules, so that the bundle finds its packages: the decoding thread needs a file of its own, as in dist/.
const folder = mkdtempSync(join("node_modules", ".earshot-test-"));

beforeAll(async () => {
  database = await openTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const entryPoints = ["background/recordings.ts", "background/recording-worker.ts"];
  const outExtension = { ".js": ".js" };
  await build({
    entryPoints,
    outdir: folder,
    outExtension,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  const bundle = await import(/* @vite-ignore */ pathToFileURL(join(folder, "recordings.js")).href);
  ({ readDueRecording, forgetOldReadings } = bundle);
});
afterAll(async () => {
  await client.end();
  await database.close();
  rmSync(folder, { recursive: true });
});

async function store(sessionId: string, audio: Buffer) {
  const blobKey = `recordings/${sessionId}.ogg`;
  await blobs().put(blobKey, audio);
  await client.query(
    "insert into recording (project_id, session_id, blob_key, size_bytes, content_type) values ($1, $2, $3, $4, 'audio/ogg')",
    [database.project.projectId, sessionId, blobKey, audio.length],
  );
}

it("finds out a recording's length and keeps its peaks", async () => {
  await store("AJ_good", readFileSync("tests/fixtures/audio/tone-stereo.ogg"));
  expect(await readDueRecording()).toEqual({ isMore: true });
  expect(await readDueRecording()).toEqual({ isMore: false });
  const { rows } = await client.query(
    "select duration_ms, peaks_blob_key, activity, failure from recording where session_id = 'AJ_good'",
  );
  expect(rows[0]).toMatchObject({ failure: null, peaks_blob_key: "recordings/AJ_good.ogg.peaks" });
  const peaks = unpackPeaks(await blobs().get(rows[0].peaks_blob_key));
  expect(peaks.channelCount).toBe(2);
  expect(peaks.bucketCount).toBe(Math.ceil(rows[0].duration_ms / 20));
  // The tones of the file: left from 0.5 to 1 s, right from 1.5 to 2 s.
  const heard = unpackActivity(rows[0].activity)?.sides.map(({ stretches }) => stretches.flat());
  expect(heard?.flat().map((atMs) => Math.round(atMs / 100) / 10)).toEqual([0.5, 1, 1.5, 2]);
});

it("reads recordings anew that another version read, after those that nobody read yet", async () => {
  await client.query(
    "update recording set activity = decode('00ff', 'hex'), attempts = 3 where session_id = 'AJ_good'",
  );
  await forgetOldReadings();
  await store("AJ_later", readFileSync("tests/fixtures/audio/tone-mono.ogg"));
  const left = async () => {
    const { rows } = await client.query("select session_id from recording where activity is null order by session_id");
    return rows.map((row) => row.session_id);
  };
  expect(await left()).toEqual(["AJ_good", "AJ_later"]);
  await readDueRecording();
  expect(await left()).toEqual(["AJ_good"]);
  await readDueRecording();
  expect(await left()).toEqual([]);
  await forgetOldReadings();
  expect(await left()).toEqual([]);
});

it("keeps in words why a file cannot be read, and goes on with the next", async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await store("AJ_broken", Buffer.from("RIFF this is no Ogg file"));
  await readDueRecording();
  vi.restoreAllMocks();
  const { rows } = await client.query(
    "select attempts, failure, peaks_blob_key from recording where session_id = 'AJ_broken'",
  );
  expect(rows).toEqual([{ attempts: 1, failure: expect.stringMatching(/Ogg|Opus|decode/), peaks_blob_key: null }]);
});
