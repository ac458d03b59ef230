import { afterAll, beforeAll, expect, it } from "vitest";
import { blobs } from "@/lib/blobs";
import { pool } from "@/lib/db";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;
const job = JOBS["python-realtime"];
/** The job of python-partial-no-audio-no-logs, read off its bodies. */
const silent = "AJ_SUKQwziThoDz";

beforeAll(async () => {
  api = await openReadApi();
  await api.replay("python-realtime");
  await api.replay("python-partial-no-audio-no-logs");
  await api.digest([job, silent]);
});
afterAll(() => api?.close());

it("says where to read why there is no recording", async () => {
  for (const part of ["audio", "peaks", "audio?side=user"]) {
    const answer = await api.get(`/api/v1/sessions/${silent}/${part}`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { message: expect.stringContaining("missing") } });
  }
  const { missing, recording } = await api.getJson<{ missing: string[]; recording: null }>(
    `/api/v1/sessions/${silent}/timeline`,
  );
  expect(recording).toBeNull();
  expect(missing.join(" ")).toMatch(/audio/i);
});

it("has no waveform until the recording was read, and says why when it cannot be", async () => {
  const peaks = () => api.get(`/api/v1/sessions/${job}/peaks`);
  expect((await peaks()).status).toBe(404);
  expect(await (await peaks()).json()).toMatchObject({ error: { message: expect.stringContaining("being read") } });
  const { recording } = await api.getJson<{ recording: { peaksUrl: null } }>(`/api/v1/sessions/${job}/timeline`);
  expect(recording.peaksUrl).toBeNull();
  await pool().query("update recording set failure = 'the file is noise'");
  expect(await (await peaks()).json()).toMatchObject({
    error: { message: expect.stringContaining("the file is noise") },
  });
});

it("is 409 for a WAV of a file that cannot be decoded, and 404 when the file is gone", async () => {
  const { rows } = await pool().query<{ blob_key: string }>("select blob_key from recording where session_id = $1", [
    job,
  ]);
  const key = rows[0]?.blob_key ?? "";
  await blobs().put(key, Buffer.from("not an Ogg file at all, and long enough for a page"));
  const wav = await api.get(`/api/v1/sessions/${job}/audio?format=wav`);
  expect(wav.status).toBe(409);
  expect(await wav.json()).toMatchObject({
    error: { message: expect.stringContaining("does not begin with an Ogg page") },
  });
  await blobs().delete(key);
  expect((await api.get(`/api/v1/sessions/${job}/audio`)).status).toBe(404);
});
