import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync, inflateRawSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Timeline } from "@/lib/model/timeline";
import { openReadApi, type ReadApi } from "../../harness/read-api";
import { type CapturedRequest, loadCapture, send } from "../../harness/senders";
import { journalText, learnPolicy, patchProject } from "./settings";

const JOB = "AJ_xZXBwwyJ42fT";
const MAIL = "jane.doe@example.com";
const CARD = "4111 1111 1111 1111";
let api: ReadApi;
let client: pg.Client;

beforeAll(async () => {
  api = await openReadApi();
  client = new pg.Client({ connectionString: api.database.url });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await api?.close();
});

/** Puts secrets over words of the talk, byte for byte, so that every length on the wire stays right. */
function planted({ body, headers }: CapturedRequest, words: string): Buffer {
  const isGzip = headers["content-encoding"] === "gzip";
  const plain = isGzip ? gunzipSync(body) : Buffer.from(body);
  const secret = `${MAIL} ${CARD}`.padEnd(words.length, ".").slice(0, words.length);
  for (let at = plain.indexOf(words); at >= 0; at = plain.indexOf(words, at + words.length)) plain.write(secret, at);
  return isGzip ? gzipSync(plain) : plain;
}

it("a secret that was said is in no byte of the journal, the blobs, the search, the timeline or the zip", async () => {
  await patchProject(api, { redaction: { builtIn: { email: true, card: true } } });
  await learnPolicy();
  const words = longestSentence();
  let count = 0;
  for (const request of loadCapture("python-clinic").requests) {
    const body = planted(request, words);
    const plain = request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
    if (plain.includes(MAIL)) count += 1;
    expect((await send(api.server.url, request, { body })).status).toBe(200);
  }
  // The logs' copy, the upload, and spans before and after.
  expect(count).toBeGreaterThan(2);
  await api.digest([JOB]);

  const zip = Buffer.from(await (await api.get(`/api/v1/sessions/${JOB}/download`)).arrayBuffer());
  const timeline = await api.getJson<Timeline>(`/api/v1/sessions/${JOB}/timeline`);
  const texts = await client.query<{ text: string }>("select text from session_text");
  const turns = await client.query<{ text: string }>("select text from turn");
  const places = {
    journal: await journalText(client),
    timeline: JSON.stringify(timeline),
    search: JSON.stringify([texts.rows, turns.rows]),
    blobs: blobsOf(process.env.DATA_DIR ?? ""),
    zip: unzipped(zip),
  };
  for (const [place, text] of Object.entries(places)) {
    expect(text, place).not.toContain(MAIL);
    expect(text, place).not.toContain(CARD);
  }
  expect(timeline.items.some(({ text }) => text.includes("[email] [card]"))).toBe(true);
  const { redaction } = timeline.session.consent ?? {};
  expect(redaction?.replaced.email).toBeGreaterThan(2);
  expect(redaction?.replacedCount).toBe((redaction?.replaced.email ?? 0) + (redaction?.replaced.card ?? 0));
  expect(timeline.missing.join()).toMatch(/\d+ replacements by redaction: \d+ email, \d+ card/);
  for (const q of [MAIL, CARD]) {
    const { sessions } = await api.getJson<{ sessions: object[] }>(`/api/v1/sessions?q=${encodeURIComponent(q)}`);
    expect(sessions).toEqual([]);
  }
});

it("a request that comes again is counted once", async () => {
  const before = await api.getJson<Timeline>(`/api/v1/sessions/${JOB}/timeline`);
  const words = longestSentence();
  const logs = loadCapture("python-clinic").requests.filter(({ path }) => path.includes("/logs/"));
  for (const request of logs) await send(api.server.url, request, { body: planted(request, words) });
  const after = await api.getJson<Timeline>(`/api/v1/sessions/${JOB}/timeline`);
  expect(after.session.consent?.redaction).toEqual(before.session.consent?.redaction);
});

/** Of the talk: long enough to hold the secrets. */
function longestSentence(): string {
  const upload = loadCapture("python-clinic").requests.find(({ path }) => path.includes("/recordings/"));
  const said = [...(upload?.body.toString("latin1") ?? "").matchAll(/"content": ?\["([A-Za-z ,.?!']{40,})"\]/g)];
  const sentences = said.map(([, text]) => text as string).sort((a, b) => b.length - a.length);
  if (!sentences[0]) throw new Error("python-clinic has no sentence of forty letters");
  return sentences[0];
}

function blobsOf(folder: string): string {
  const files = readdirSync(join(folder, "blobs"), { recursive: true, withFileTypes: true });
  return files
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
    .join("\n");
}

/** All files of a zip one after the other, those of the journal inflated once more. Source: PKWARE APPNOTE 4.3.7, 4.3.12. */
function unzipped(zip: Buffer): string {
  const texts: string[] = [];
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    const file = zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed;
    texts.push(file.readUInt16BE(0) === 0x1f8b ? gunzipSync(file).toString("utf8") : file.toString("latin1"));
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  if (texts.length < 5) throw new Error("the zip holds too few files");
  return texts.join("\n");
}
