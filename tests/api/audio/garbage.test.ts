import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { blobs } from "@/lib/blobs";
import { pool } from "@/lib/db";
import type { Timeline } from "@/lib/model/timeline";
import { isRecordingAwaited } from "@/lib/view/awaited";
import { newJob, openWithNeighbour, PART, postRecording, recordingHeader } from "../../harness/hostile";

let run: Awaited<ReturnType<typeof openWithNeighbour>>;
// Inside node_modules, so that the bundle finds its packages: the decoding thread needs a file of its own, as in dist/.
const folder = mkdtempSync(join("node_modules", ".earshot-garbage-"));
let readDueRecording: () => Promise<{ isMore: boolean }>;

beforeAll(async () => {
  run = await openWithNeighbour();
  await build({
    entryPoints: ["background/recordings.ts", "background/recording-worker.ts"],
    ...{ outdir: folder, bundle: true, platform: "node", format: "esm", packages: "external" },
  });
  ({ readDueRecording } = await import(/* @vite-ignore */ pathToFileURL(join(folder, "recordings.js")).href));
});
afterAll(async () => {
  await run.api.close();
  rmSync(folder, { recursive: true });
});

const garbage = Buffer.concat([Buffer.from("OggS\0\x02"), Buffer.alloc(20_000, "noise")]);

function upload(job: string, audio: Buffer = garbage) {
  const parts = [
    { head: PART.header, content: recordingHeader(job) },
    { head: PART.audio, content: audio },
  ];
  return postRecording(run.api, parts);
}

async function readAll(): Promise<void> {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  while ((await readDueRecording()).isMore);
  vi.restoreAllMocks();
}

it("garbage that calls itself Ogg is kept as it came; the screen is told in words why nothing is drawn", async () => {
  const job = newJob();
  expect((await upload(job)).status).toBe(200);
  await run.api.digest([job]);
  await readAll();
  const timeline = await run.api.getJson<Timeline>(`/api/v1/sessions/${job}/timeline`);
  expect(timeline.recording).toMatchObject({ sizeBytes: garbage.length, peaksUrl: null });
  expect(timeline.health).toMatchObject({ verdict: "bad", reasons: [{ code: "unreadable" }] });
  expect(timeline.health?.reasons[0]?.text).toMatch(/^The recording cannot be read: .*(Ogg|Opus|sound)/);
  expect(isRecordingAwaited(timeline, Date.now())).toBe(false);

  const peaks = await run.api.get(`/api/v1/sessions/${job}/peaks?buckets=100`);
  expect([peaks.status, await peaks.text()]).toEqual([404, expect.stringMatching(/no waveform: .*(Ogg|Opus|sound)/)]);
  const audio = await run.api.get(`/api/v1/sessions/${job}/audio`);
  expect(Buffer.from(await audio.arrayBuffer()).equals(garbage)).toBe(true);
  const wav = await run.api.get(`/api/v1/sessions/${job}/audio?format=wav`);
  expect([wav.status, await wav.text()]).toEqual([409, expect.stringContaining("No WAV of this recording")]);
});

it("a recording sent again is the session's; the first file, which nobody acknowledged, is found by its name", async () => {
  const job = newJob();
  const second = Buffer.concat([garbage, Buffer.from("the second time")]);
  expect((await upload(job)).status).toBe(200);
  await run.api.digest([job]);
  expect((await upload(job, second)).status).toBe(200);
  await pool().query("update activity set first_at = now() - interval '1 hour', last_at = now() - interval '1 hour'");
  await run.api.digest([job]);
  const audio = await run.api.get(`/api/v1/sessions/${job}/audio`);
  expect(Buffer.from(await audio.arrayBuffer()).equals(second)).toBe(true);

  // As a process leaves it that dies between the file and the journal: a file that no entry names.
  const { projectId } = run.api.database.scope;
  const day = new Date().toISOString().slice(0, 10);
  await blobs().put(`recordings/${projectId}/${day}/orphan.ogg`, garbage);
  const named = await pool().query<{ blob_key: string }>("select blob_key from recording where project_id = $1", [
    projectId,
  ]);
  const known = new Set(named.rows.map((row) => row.blob_key));
  const unknown: string[] = [];
  for await (const { key } of blobs().list(`recordings/${projectId}/${day}`)) {
    if (!known.has(key.replace(/\.peaks$/, ""))) unknown.push(key);
  }
  // The file of the first upload is still named by the journal, as it came; the orphan by nothing.
  expect(unknown).toHaveLength(2);
  expect(unknown).toContain(`recordings/${projectId}/${day}/orphan.ogg`);
});
