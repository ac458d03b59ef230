import { afterAll, beforeAll, expect, it } from "vitest";
import { unpackPeaks } from "@/lib/audio/peaks";
import type { Peaks } from "@/lib/model/peaks";
import type { Timeline } from "@/lib/model/timeline";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { loadCapture, send } from "../../harness/senders";
import { onsetsMs } from "../../harness/sounds";
import { readFixture } from "../../unit/lib/audio/fixtures";

/** When the beeps begin, worked out by Python from the capture's decoded file: tests/fixtures/audio/README.md. */
const BEEPS_S = {
  user: [7.557349, 22.408357, 29.907688, 40.958059, 52.607765, 65.967931, 81.657515],
  agent: [0.412264, 13.620095, 26.412592, 33.881593, 45.943604, 57.433969, 70.783986, 85.385363],
};
const DRIFT_MS_MAX = 50;

let api: ReadApi;
let timeline: Timeline;
let peaks: Peaks;

beforeAll(async () => {
  api = await openReadApi();
  const id = JOBS["python-clinic"];
  for (const request of loadCapture("python-clinic").requests) {
    const isRecording = request.path.endsWith("/recordings/v0");
    const changes = isRecording ? { body: withAudio(request.body, readFixture("audio/beeps-python-clinic.ogg")) } : {};
    expect((await send(api.server.url, request, changes)).status).toBe(200);
  }
  await api.digest([id]);
  await api.readRecordings();
  timeline = await api.getJson<Timeline>(`/api/v1/sessions/${id}/timeline`);
  const answer = await api.get(`/api/v1/sessions/${id}/peaks?buckets=200000`);
  peaks = unpackPeaks(new Uint8Array(await answer.arrayBuffer()));
});
afterAll(() => api?.close());

/** A recordings request with other sound in it; the audio is the last part. */
function withAudio(body: Buffer, audio: Buffer): Buffer {
  const boundary = body.subarray(0, body.indexOf("\r\n"));
  const start = body.indexOf("OggS");
  const end = body.indexOf(Buffer.concat([Buffer.from("\r\n"), boundary]), start);
  return Buffer.concat([body.subarray(0, start), audio, body.subarray(end)]);
}

/** Where the messages of a side stand on the recording's own clock, as a player places them. */
function positionsMs(side: "user" | "agent"): number[] {
  const { session, recording, items } = timeline;
  const leadMs = Date.parse(recording?.startedAt ?? "") - Date.parse(session.startedAt);
  return items.filter((item) => item.kind === "message" && item.role === side).map((item) => item.startMs - leadMs);
}

it.each([
  ["user", 0],
  ["agent", 1],
] as const)("places every message of the %s where its sound begins", (side, channel) => {
  const heardMs = onsetsMs(peaks, channel);
  const shownMs = positionsMs(side);
  expect(heardMs).toHaveLength(BEEPS_S[side].length);
  expect(shownMs).toHaveLength(BEEPS_S[side].length);
  for (const [index, beepS] of BEEPS_S[side].entries()) {
    expect(Math.abs((heardMs[index] ?? 0) - beepS * 1000)).toBeLessThanOrEqual(DRIFT_MS_MAX);
    expect(Math.abs((shownMs[index] ?? 0) - (heardMs[index] ?? 0))).toBeLessThanOrEqual(DRIFT_MS_MAX);
    // The item's own time needs no allowance for buckets or the codec: a millisecond for the clock's text.
    expect(Math.abs((shownMs[index] ?? 0) - beepS * 1000)).toBeLessThanOrEqual(1.5);
  }
});
