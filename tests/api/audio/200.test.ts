import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { audioOfRequest } from "../../unit/lib/audio/fixtures";

let api: ReadApi;
const path = `/api/v1/sessions/${JOBS["python-realtime"]}/audio`;
const sent = audioOfRequest("python-realtime/020.body");

beforeAll(async () => {
  api = await openReadApi();
  await api.replay("python-realtime");
});
afterAll(() => api?.close());

const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());
const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

it("gives the recording byte for byte, with its length, before any digest was made", async () => {
  const answer = await api.get(path);
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "audio/ogg",
    "content-length": "716555",
    "accept-ranges": "bytes",
    "cache-control": expect.stringContaining("private"),
  });
  expect(hash(await bytesOf(answer))).toBe(hash(sent));
});

describe("ranges", () => {
  it.each([
    ["bytes=0-99", "bytes 0-99/716555", [0, 100]],
    ["bytes=700000-", "bytes 700000-716554/716555", [700_000, 716_555]],
    ["bytes=-55", "bytes 716500-716554/716555", [716_500, 716_555]],
    ["bytes=716000-999999999", "bytes 716000-716554/716555", [716_000, 716_555]],
  ] as const)("%s is 206 with exactly these bytes", async (range, contentRange, [start, end]) => {
    const answer = await api.get(path, { range });
    expect(answer.status).toBe(206);
    expect(answer.headers.get("content-range")).toBe(contentRange);
    expect(answer.headers.get("content-length")).toBe(String(end - start));
    expect(Buffer.compare(await bytesOf(answer), sent.subarray(start, end))).toBe(0);
  });

  it("beyond the end are 416 with the size", async () => {
    const answer = await api.get(path, { range: "bytes=716555-" });
    expect(answer.status).toBe(416);
    expect(answer.headers.get("content-range")).toBe("bytes */716555");
  });

  it("go on only while the file is the same", async () => {
    const etag = (await api.get(path)).headers.get("etag") ?? "";
    expect((await api.get(path, { range: "bytes=0-9", "if-range": etag })).status).toBe(206);
    expect((await api.get(path, { range: "bytes=0-9", "if-range": '"another"' })).status).toBe(200);
    expect((await api.get(path, { "if-none-match": etag })).status).toBe(304);
  });
});

describe("as WAV", () => {
  // opusdec: 2,257,215 samples a channel; 44 bytes of header.
  it.each([
    ["format=wav", 2, 2_257_215 * 4 + 44],
    ["side=user", 1, 2_257_215 * 2 + 44],
    ["side=agent&format=wav", 1, 2_257_215 * 2 + 44],
  ])("%s has %i channels and says its length beforehand", async (query, channels, sizeBytes) => {
    const answer = await api.get(`${path}?${query}`);
    expect(answer.headers.get("content-type")).toBe("audio/wav");
    expect(answer.headers.get("content-length")).toBe(String(sizeBytes));
    const wav = await bytesOf(answer);
    expect(wav.length).toBe(sizeBytes);
    expect(wav.readUInt16LE(22)).toBe(channels);
  });

  it("finds a late range without decoding what lies before it, with the very bytes of the whole", async () => {
    const whole = await bytesOf(await api.get(`${path}?side=agent`));
    const startBytes = 44 + 40 * 48_000 * 2 + 1;
    const answer = await api.get(`${path}?side=agent`, { range: `bytes=${startBytes}-` });
    expect(answer.status).toBe(206);
    expect(Buffer.compare(await bytesOf(answer), whole.subarray(startBytes))).toBe(0);
  });

  it("is saved under a name that tells session and side", async () => {
    const nameOf = async (query: string) => {
      const answer = await api.get(`${path}?${query}`, { range: "bytes=0-43" });
      await answer.arrayBuffer();
      return answer.headers.get("content-disposition");
    };
    const id = JOBS["python-realtime"];
    expect(await nameOf("side=user")).toBe(`attachment; filename="${id}-user.wav"`);
    expect(await nameOf("format=wav")).toBe(`attachment; filename="${id}-both-sides.wav"`);
  });

  it("gives any range of it, as players without Ogg need it to seek", async () => {
    const whole = await bytesOf(await api.get(`${path}?format=wav`));
    const answer = await api.get(`${path}?format=wav`, { range: "bytes=1000001-1400000" });
    expect(answer.status).toBe(206);
    expect(answer.headers.get("content-range")).toBe(`bytes 1000001-1400000/${whole.length}`);
    expect(answer.headers.get("content-length")).toBe("400000");
    expect(Buffer.compare(await bytesOf(answer), whole.subarray(1_000_001, 1_400_001))).toBe(0);
  });

  it("can be left in the middle", async () => {
    const abort = new AbortController();
    const authorization = "Bearer devkey:secret";
    const answer = await fetch(`${api.server.url}${path}?format=wav`, {
      headers: { authorization },
      signal: abort.signal,
    });
    await answer.body?.getReader().read();
    abort.abort();
    expect((await api.get(path, { range: "bytes=0-0" })).status).toBe(206);
  });
});
