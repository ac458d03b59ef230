import { afterAll, beforeAll, expect, it } from "vitest";
import { unpackPeaks } from "@/lib/audio/peaks";
import { PeaksAnswer } from "@/lib/model/recordings";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";

let api: ReadApi;
const path = `/api/v1/sessions/${JOBS["python-realtime"]}/peaks`;

beforeAll(async () => {
  api = await openReadApi();
  await api.replay("python-realtime");
  await api.digest([JOBS["python-realtime"]]);
  await api.readRecordings();
});
afterAll(() => api?.close());

async function load(query = "") {
  const answer = await api.get(`${path}${query}`);
  expect(answer.headers.get("content-type")).toBe("application/octet-stream");
  return unpackPeaks(new Uint8Array(await answer.arrayBuffer()));
}

it("gives as many buckets as were asked for, two channels, with both sides heard", async () => {
  expect(await load()).toMatchObject({ bucketCount: 2000, channelCount: 2 });
  const peaks = await load("?buckets=300");
  expect(peaks.values).toHaveLength(300 * 4);
  for (const edge of [1, 3]) {
    const highs = peaks.values.filter((_, index) => index % 4 === edge);
    expect(Math.max(...highs)).toBeGreaterThan(20);
  }
});

it("gives scripts the same as JSON, a list a side", async () => {
  const answer = await api.get(`${path}?buckets=100`, { accept: "application/json" });
  const json = PeaksAnswer.parse(await answer.json());
  const bytes = await load("?buckets=100");
  expect(json.channels.map((channel) => channel.side)).toEqual(["user", "agent"]);
  // 100 buckets for opusinfo's 47.025 s, in whole buckets of 20 ms: 47.04 s.
  expect(json.bucketsPerSecond).toBeCloseTo(100 / 47.04, 6);
  expect(json.channels[1]?.max).toEqual([...bytes.values.filter((_, index) => index % 4 === 3)]);
});

it("shows a part of the recording", async () => {
  const part = await load("?buckets=50&fromMs=10000&toMs=11000");
  const all = await load("?buckets=2352");
  expect([...part.values]).toEqual([...all.values.subarray(500 * 4, 550 * 4)]);
});
