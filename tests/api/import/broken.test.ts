import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { blobs } from "@/lib/blobs";
import { config } from "@/lib/config";
import { pool } from "@/lib/db";
import { makeProject, postZip } from "../../harness/imports";
import { JOBS, openReadApi, type ReadApi } from "../../harness/read-api";
import { filesOfZip, renamed, zipOf } from "../../harness/zips";

const job = JOBS["python-clinic"];
const BYTES_MAX = 16 * 1024 * 1024;
const PROJECT = "prj_there";

let api: ReadApi;
let there: string;
let good: Buffer;
let files: Map<string, Buffer>;

beforeAll(async () => {
  api = await openReadApi({ IMPORT_BYTES_MAX: String(BYTES_MAX) });
  there = await makeProject(PROJECT);
  await api.replay("python-clinic");
  await api.digest([job]);
  good = Buffer.from(await (await api.get(`/api/v1/sessions/${job}/download`)).arrayBuffer());
  files = filesOfZip(good);
});
afterAll(() => api?.close());

/** What is there of the project: rows of every table but keys, files, and uploads on their way. */
async function leftOvers(): Promise<object> {
  const tables = ["journal_entry", "activity", "session", "session_import", "recording", "audit_entry"];
  const counts = tables.map(async (table) => {
    const { rowCount } = await pool().query(`select from ${table} where project_id = $1`, [PROJECT]);
    return [table, rowCount];
  });
  const found: string[] = [];
  for await (const { key } of blobs().list(`recordings/${PROJECT}`)) found.push(key);
  const uploads = readdirSync(join(config().dataDir, "imports"));
  return { ...Object.fromEntries(await Promise.all(counts)), files: found, uploads };
}

const NOTHING = {
  ...{ journal_entry: 0, activity: 0, session: 0, session_import: 0, recording: 0, audit_entry: 0 },
  ...{ files: [], uploads: [] },
};

async function refused(zip: Buffer): Promise<{ status: number; words: string }> {
  const answer = await postZip(api.server.url, there, zip);
  const { error } = (await answer.json()) as { error?: { message: string } };
  return { status: answer.status, words: error?.message ?? "" };
}

function changed(changes: Record<string, Buffer | string | null>): Promise<Buffer> {
  const all = new Map<string, Buffer | string>(files);
  for (const [name, content] of Object.entries(changes)) {
    if (content === null) all.delete(name);
    else all.set(name, content);
  }
  return zipOf(all);
}

interface Index {
  entries: { file: string; signal: string; recordCount: number; receivedAt: string }[];
  [key: string]: unknown;
}

function index(): Index {
  return JSON.parse(files.get("journal/index.json")?.toString("utf8") ?? "");
}

function withIndex(change: (index: Index) => unknown): Promise<Buffer> {
  const read = index();
  return changed({ "journal/index.json": JSON.stringify(change(read) ?? read) });
}

function fileOf(signal: string): string {
  return index().entries.find((entry) => entry.signal === signal)?.file ?? "";
}

function withEnvelope(change: (envelope: Record<string, unknown>) => object): Promise<Buffer> {
  const name = fileOf("recording");
  const envelope = JSON.parse(gunzipSync(files.get(name) ?? Buffer.alloc(0)).toString("utf8"));
  return changed({ [name]: gzipSync(JSON.stringify(change(envelope))) });
}

function flagged(zip: Buffer): Buffer {
  const copy = Buffer.from(zip);
  // The first flag of the directory's entry: encrypted. Source: PKWARE APPNOTE 4.4.4.
  const at = copy.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  copy.writeUInt16LE(copy.readUInt16LE(at + 8) | 1, at + 8);
  return copy;
}

function bitten(zip: Buffer, name: string): Buffer {
  const copy = Buffer.from(zip);
  const at = copy.indexOf(files.get(name) ?? "?") + 100;
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
}

function plain(bytes: number): Buffer {
  const line = () => `${randomBytes(8).toString("hex")}${"-".repeat(984)}`;
  return Buffer.from(Array.from({ length: bytes / 1000 }, line).join(""));
}

describe("leaves nothing behind of", () => {
  afterEach(async () => expect(await leftOvers()).toEqual(NOTHING));

  it.each<[what: string, make: () => Promise<Buffer> | Buffer, status: number, words: RegExp]>([
    [
      "what is no zip",
      () => Buffer.from("hello, this is not a zip at all, is it?"),
      400,
      /no zip, or its end is missing/,
    ],
    ["nothing", () => Buffer.alloc(0), 400, /empty/],
    ["half of a zip", () => good.subarray(0, good.length / 2), 400, /no zip, or its end is missing/],
    ["a zip without its first half", () => good.subarray(good.length / 2), 400, /./],
    ["somebody else's zip", () => zipOf([["holiday.txt", "sun"]]), 400, /no session downloaded from Earshot/],
    ["a name that leads out", () => renamed(good, "README.txt", "../E/E.txt"), 400, /leads out of its folder/],
    ["an absolute name", () => renamed(good, "README.txt", "/etc/E.txt"), 400, /leads out of its folder/],
    ["a name with a backslash", () => renamed(good, "README.txt", "..\\E\\E.txt"), 400, /leads out of its folder/],
    ["one name twice", () => renamed(good, "traces.json", "logs.ndjson"), 400, /holds "logs.ndjson" twice/],
    ["an encrypted zip", () => flagged(good), 400, /is encrypted/],
    ["a wrong checksum of the journal", () => bitten(good, fileOf("traces")), 400, /checksum \(CRC-32\) is wrong/],
    ["a wrong checksum of the audio", () => bitten(good, "audio/recording.ogg"), 400, /checksum \(CRC-32\) is wrong/],
    [
      "a file that is full of zeros",
      () => changed({ "README.txt": Buffer.alloc(4_000_000) }),
      413,
      /would grow from \d+ to 4000000 bytes/,
    ],
    [
      "files that take too much together",
      () => changed({ a: plain(12_000_000), b: plain(12_000_000), c: plain(12_000_000) }),
      413,
      /more than 33554432 bytes/,
    ],
    [
      "a zip that is too large",
      () => Buffer.alloc(BYTES_MAX + 1),
      413,
      /larger than this server imports: at most 16777216/,
    ],
    [
      "a journal of the future",
      () => withIndex((read) => ({ ...read, version: 2 })),
      400,
      /is of version 2; this server reads version 1/,
    ],
    ["a journal of before there were versions", () => withIndex((read) => read.entries), 400, /is of version 0/],
    ["another format", () => withIndex((read) => ({ ...read, format: "other" })), 400, /format/],
    [
      "an index that is no JSON",
      () => changed({ "journal/index.json": "{" }),
      400,
      /index\.json in the zip cannot be read/,
    ],
    ["an empty journal", () => withIndex((read) => ({ ...read, entries: [] })), 400, /holds no entry/],
    [
      "a journal of webhooks alone",
      () => withIndex((read) => ({ ...read, entries: read.entries.filter(({ signal }) => signal === "webhook") })),
      400,
      /nothing that an agent sent/,
    ],
    ["an entry that is not in the zip", () => changed({ [fileOf("logs")]: null }), 400, /does not hold "journal/],
    [
      "an entry of another folder",
      () => withIndex((read) => ({ ...read, entries: [{ ...read.entries[0], file: "README.txt" }] })),
      400,
      /must be a file of the folder journal/,
    ],
    [
      "an entry that is named twice",
      () => withIndex((read) => ({ ...read, entries: [...read.entries, read.entries[0]] })),
      400,
      /names a file twice/,
    ],
    [
      "an entry that is no gzip",
      () => changed({ [fileOf("traces")]: "hello" }),
      400,
      /cannot be read: The body is not valid gzip/,
    ],
    [
      "an entry that does not decode",
      () => changed({ [fileOf("traces")]: gzipSync(randomBytes(500)) }),
      400,
      /traces\.pb\.gz in the zip cannot be read/,
    ],
    [
      "an entry that inflates to too much",
      () => changed({ [fileOf("traces")]: gzipSync(Buffer.alloc(70 * 1024 * 1024)) }),
      413,
      /inflates to more than/,
    ],
    [
      "an entry with more records than it says",
      () => withIndex((read) => ({ ...read, entries: read.entries.map((entry) => ({ ...entry, recordCount: 0 })) })),
      400,
      /it holds \d+ records, not 0/,
    ],
    [
      "an entry that was received next year",
      () =>
        withIndex((read) => ({
          ...read,
          entries: read.entries.map((entry) => ({ ...entry, receivedAt: "2999-01-01T00:00:00.000Z" })),
        })),
      400,
      /in the future/,
    ],
    [
      "an upload without its header",
      () => withEnvelope(({ headerBase64: _gone, ...rest }) => rest),
      400,
      /headerBase64/,
    ],
    [
      "audio that browsers would take for a page",
      () =>
        withEnvelope(({ audio, ...rest }) => ({ ...rest, audio: { ...(audio as object), contentType: "text/html" } })),
      400,
      /must be audio/,
    ],
    [
      "the audio of another call",
      () => changed({ "audio/recording.ogg": randomBytes(5000) }),
      400,
      /not the recording that the journal tells of/,
    ],
  ])("%s", async (_what, make, status, words) => {
    const answer = await refused(await make());
    expect(answer.words).toMatch(words);
    expect(answer.status).toBe(status);
    expect(answer.words.length).toBeGreaterThan(30);
  });

  it("more files than a session has, before they are looked at", async () => {
    // End of a zip64 whose directory would hold 100,101 files. Source: PKWARE APPNOTE 4.3.14 to 4.3.16.
    const end = Buffer.alloc(56 + 20 + 22);
    end.writeUInt32LE(0x06064b50, 0);
    end.writeBigUInt64LE(44n, 4);
    end.writeBigUInt64LE(100_101n, 24);
    end.writeBigUInt64LE(100_101n, 32);
    end.writeUInt32LE(0x07064b50, 56);
    end.writeUInt32LE(1, 72);
    end.writeUInt32LE(0x06054b50, 76);
    end.writeUInt16LE(0xffff, 84);
    end.writeUInt16LE(0xffff, 86);
    end.writeUInt32LE(0xffffffff, 88);
    end.writeUInt32LE(0xffffffff, 92);
    expect((await refused(end)).words).toMatch(/holds 100101 files/);
  });

  it("a zip whose rows the database refuses: its audio goes again", async () => {
    await pool().query(`create function refuse() returns trigger language plpgsql as $$ begin raise 'no room'; end $$`);
    await pool().query("create trigger refuse before insert on activity for each row execute function refuse()");
    expect((await postZip(api.server.url, there, good)).status).toBe(500);
    await pool().query("drop trigger refuse on activity");
  });

  it("a sender that goes away in the middle", async () => {
    const half = new ReadableStream({
      start(controller) {
        controller.enqueue(good.subarray(0, 1000));
        setTimeout(() => controller.error(new Error("gone")), 100);
      },
    });
    const headers = { authorization: there, "content-type": "application/zip" };
    const sent = fetch(`${api.server.url}/api/v1/sessions/import`, {
      ...{ method: "POST", headers, body: half },
      duplex: "half",
    } as RequestInit);
    await expect(sent).rejects.toThrow();
  });
});

it("never takes the place of the audio from the zip: it would be another project's file", async () => {
  const { rows } = await pool().query<{ blob_key: string }>("select blob_key from recording");
  const blobKey = rows[0]?.blob_key ?? "";
  const zip = await withEnvelope(({ audio, ...rest }) => ({ ...rest, audio: { ...(audio as object), blobKey } }));
  const without = new Map<string, Buffer | string>(filesOfZip(zip));
  without.delete("audio/recording.ogg");
  const answer = await postZip(api.server.url, there, await zipOf(without));
  expect(answer.status).toBe(201);
  const timeline = await api.get(`/api/v1/sessions/${job}/timeline`, { authorization: there });
  expect((await timeline.json()).recording).toBeNull();
  expect((await api.get(`/api/v1/sessions/${job}/audio`, { authorization: there })).status).toBe(404);
});

describe("is refused", () => {
  it("by a project that does not record such data", async () => {
    await pool().query("update project set record_audio = false where id = $1", [PROJECT]);
    const answer = await refused(good);
    expect([answer.status, answer.words]).toEqual([409, expect.stringContaining("does not record audio")]);
    await pool().query("update project set record_audio = true, record_sessions = false where id = $1", [PROJECT]);
    expect((await refused(good)).words).toContain("does not record sessions");
    await pool().query("update project set record_sessions = true where id = $1", [PROJECT]);
  });

  it("as another type than zip with 415, without a key with 401", async () => {
    const url = `${api.server.url}/api/v1/sessions/import`;
    const body = new Uint8Array(good);
    const json = { authorization: there, "content-type": "application/json" };
    expect((await fetch(url, { method: "POST", headers: json, body })).status).toBe(415);
    expect((await postZip(api.server.url, "Bearer devkey:wrong", good)).status).toBe(401);
  });
});

it("stands in the audit log with who did it", async () => {
  const { rows } = await pool().query(
    "select actor_id, action, target, details from audit_entry where project_id = $1",
    [PROJECT],
  );
  const details = { originalId: job, entries: index().entries.length };
  expect(rows).toEqual([{ actor_id: "key-prj_there", action: "session.import", target: job, details }]);
});
