import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import S3rver from "s3rver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderStore } from "@/lib/blobs/folder";
import { s3Store } from "@/lib/blobs/s3";
import type { BlobStore } from "@/lib/blobs/store";

const folder = mkdtempSync(join(tmpdir(), "earshot-blobs-"));
const server = new S3rver({
  port: 0,
  address: "127.0.0.1",
  silent: true,
  directory: mkdtempSync(join(tmpdir(), "earshot-s3-")),
  configureBuckets: [{ name: "recordings", configs: [] }],
});
let bucket: BlobStore;

beforeAll(async () => {
  const { port } = await server.run();
  const credentials = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };
  bucket = s3Store({ bucket: "recordings", endpoint: `http://127.0.0.1:${port}`, region: "us-east-1", credentials });
});
afterAll(() => server.close());

const stores: [string, () => BlobStore][] = [
  ["a folder", () => folderStore(folder)],
  ["a bucket", () => bucket],
];

describe.each(stores)("blobs in %s", (_name, store) => {
  it("gives back what was streamed in, with its size and digest", async () => {
    // Larger than one part of a multipart upload (8 MiB).
    const content = randomBytes(9_000_001);
    const pieces = Array.from({ length: 10 }, (_, n) => content.subarray(n * 900_001, (n + 1) * 900_001));
    const stored = await store().putStream("p1/AJ_1/audio.ogg", Readable.from(pieces, { objectMode: false }));
    expect(stored).toEqual({ sizeBytes: 9_000_001, sha256: createHash("sha256").update(content).digest("hex") });
    expect((await store().get("p1/AJ_1/audio.ogg")).equals(content)).toBe(true);
    expect(await store().stat("p1/AJ_1/audio.ogg")).toEqual({ sizeBytes: 9_000_001 });
    const range = await buffer(store().openRange("p1/AJ_1/audio.ogg", 100, 8_500_000));
    expect(range.equals(content.subarray(100, 8_500_001))).toBe(true);
  });

  it("replaces a blob that is written again", async () => {
    await store().put("p1/again", Buffer.from("first"));
    await store().put("p1/again", Buffer.from("second"));
    expect((await store().get("p1/again")).toString()).toBe("second");
  });

  it("says that a blob is not there", async () => {
    expect(await store().stat("p1/nothing")).toBeNull();
    await expect(store().get("p1/nothing")).rejects.toMatchObject({ code: "not-found" });
    await expect(buffer(store().openRange("p1/nothing", 0, 9))).rejects.toThrow();
    await store().delete("p1/nothing");
  });

  it("lists by prefix and deletes", async () => {
    await store().put("list/a/1", Buffer.from("x"));
    await store().put("list/a/2", Buffer.from("xy"));
    await store().put("list/ab/3", Buffer.from("xyz"));
    expect(await keys(store(), "list/a")).toEqual(["list/a/1 1", "list/a/2 2"]);
    await store().delete("list/a/1");
    expect(await keys(store(), "list/a")).toEqual(["list/a/2 2"]);
    expect(await keys(store(), "list/none")).toEqual([]);
  });

  it("refuses more than the limit and keeps nothing", async () => {
    const put = store().put("p1/large", Buffer.alloc(1001), { bytesMax: 1000 });
    await expect(put).rejects.toMatchObject({ code: "too-large", message: expect.stringContaining("1000") });
    expect(await store().stat("p1/large")).toBeNull();
  });

  it("keeps nothing of an upload that is cut off", async () => {
    const content = new PassThrough();
    content.write("the first half");
    const putting = store().putStream("p1/half", content);
    setImmediate(() => content.destroy());
    await expect(putting).rejects.toThrow();
    expect(await store().stat("p1/half")).toBeNull();
  });

  it.each(["../x", "/etc/passwd", "a/../b", "a//b", "", ".hidden", "a/.b", "a\\b", "a\0b", "a/", "é"])(
    "refuses the key %j",
    async (key) => {
      await expect((async () => store().put(key, Buffer.from("x")))()).rejects.toThrow("Not a blob key");
      await expect((async () => store().get(key))()).rejects.toThrow("Not a blob key");
    },
  );
});

it("a folder holds no half-written file afterwards", () => {
  expect(readdirSync(join(folder, ".writing"))).toEqual([]);
});

async function keys(store: BlobStore, prefix: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { key, sizeBytes } of store.list(prefix)) found.push(`${key} ${sizeBytes}`);
  return found.sort();
}

it("a folder forgets files whose writer died a day ago, and none that is being written", async () => {
  const writing = join(folder, ".writing");
  mkdirSync(writing, { recursive: true });
  for (const name of ["dead", "alive"]) writeFileSync(join(writing, name), "half");
  const yesterday = new Date(Date.now() - 86_400_000);
  utimesSync(join(writing, "dead"), yesterday, yesterday);
  expect(await folderStore(folder).deleteUnfinished(new Date(Date.now() - 3600_000))).toBe(1);
  expect(readdirSync(writing)).toEqual(["alive"]);
});
