import { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import { type BlobStore, checkKey, meter, missing, notStored, type PutOptions, streamOf } from "./store";

export interface S3Options {
  bucket: string;
  endpoint: string | null;
  region: string;
  /** null: AWS's usual places (environment, profile, instance role). */
  credentials: { accessKeyId: string; secretAccessKey: string } | null;
}

/** Parts of a streamed upload: two of 8 MiB in memory at once, and up to 10,000 of them (80 GB) by S3's rules. */
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 2;

/** Blobs as objects of an S3-compatible bucket. The SDK is loaded at first use: most installations have a folder. */
export function s3Store(options: S3Options): BlobStore {
  const Bucket = options.bucket;
  let opened: Promise<{ client: S3Client; sdk: typeof import("@aws-sdk/client-s3") }> | undefined;
  const open = () => {
    opened ??= openClient(options);
    return opened;
  };
  const putStream = async (key: string, content: Readable, put: PutOptions = {}) => {
    const { client } = await open();
    return upload(client, { Bucket, Key: checkKey(key), ContentType: put.contentType }, content, put);
  };
  return {
    putStream,
    put: (key, content, put) => putStream(key, streamOf(content), put),
    get: async (key) => {
      const { client, sdk } = await open();
      const found = await client.send(new sdk.GetObjectCommand({ Bucket, Key: checkKey(key) })).catch(named(key));
      return Buffer.from((await found.Body?.transformToByteArray()) ?? []);
    },
    stat: async (key) => {
      const { client, sdk } = await open();
      const command = new sdk.HeadObjectCommand({ Bucket, Key: checkKey(key) });
      const found = await client.send(command).catch((error) => (isMissing(error) ? null : Promise.reject(error)));
      return found && { sizeBytes: found.ContentLength ?? 0 };
    },
    openRange: (key, start, end) => Readable.from(readRange(key, `bytes=${start}-${end}`), { objectMode: false }),
    delete: async (key) => {
      const { client, sdk } = await open();
      await client.send(new sdk.DeleteObjectCommand({ Bucket, Key: checkKey(key) }));
    },
    // Parts of uploads that broke off are the bucket's to remove: its lifecycle rule "abort incomplete multipart uploads".
    deleteUnfinished: async () => 0,
    list: (prefix) => listObjects(prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`),
  };

  async function* readRange(key: string, Range: string): AsyncGenerator<Buffer> {
    const { client, sdk } = await open();
    const found = await client.send(new sdk.GetObjectCommand({ Bucket, Key: checkKey(key), Range })).catch(named(key));
    // In Node the SDK answers with a Node stream; its type also names the browser's.
    if (found.Body) yield* found.Body as Readable;
  }

  async function* listObjects(Prefix: string): AsyncIterable<{ key: string; sizeBytes: number }> {
    const { client, sdk } = await open();
    for await (const page of sdk.paginateListObjectsV2({ client }, { Bucket, Prefix })) {
      for (const object of page.Contents ?? []) yield { key: object.Key ?? "", sizeBytes: object.Size ?? 0 };
    }
  }
}

async function openClient(options: S3Options) {
  const sdk = await import("@aws-sdk/client-s3");
  const client = new sdk.S3Client({
    region: options.region,
    endpoint: options.endpoint ?? undefined,
    credentials: options.credentials ?? undefined,
    // Stores beside Amazon's know buckets by path, and few of them the SDK's newer checksums.
    forcePathStyle: options.endpoint !== null,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  return { client, sdk };
}

interface Target {
  Bucket: string;
  Key: string;
  ContentType: string | undefined;
}

async function upload(client: S3Client, target: Target, content: Readable, options: PutOptions) {
  const { Upload } = await import("@aws-sdk/lib-storage");
  const metered = meter(options);
  const params = { ...target, Body: metered.stream };
  const sending = new Upload({ client, params, partSize: PART_BYTES, queueSize: PARTS_AT_ONCE });
  // A sender that goes away half-way must fail the upload, not end it: pipe() alone would do neither.
  content.once("error", (error) => metered.stream.destroy(error));
  content.once("close", () => {
    if (!content.readableEnded) metered.stream.destroy(new Error("The upload was cut off."));
  });
  metered.stream.once("close", () => content.unpipe(metered.stream));
  content.pipe(metered.stream);
  try {
    await sending.done();
  } catch (error) {
    content.destroy();
    throw notStored(error);
  }
  return metered.result();
}

function named(key: string) {
  return (error: unknown): never => {
    throw isMissing(error) ? missing(key, error) : error;
  };
}

function isMissing(error: unknown): boolean {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404;
}
