import { folderStore } from "@/lib/blobs/folder";
import { s3Store } from "@/lib/blobs/s3";
import type { BlobStore } from "@/lib/blobs/store";
import { type Config, config } from "@/lib/config";

export type { BlobStore } from "@/lib/blobs/store";

let opened: BlobStore | undefined;

/** Where this installation keeps recordings and other large files: a bucket when S3_BUCKET is set, else a folder. */
export function blobs(): BlobStore {
  opened ??= openBlobs(config());
  return opened;
}

/** The store that a configuration names; nothing is read or made yet. */
export function openBlobs(settings: Config): BlobStore {
  const { s3Bucket, s3AccessKeyId, s3SecretAccessKey } = settings;
  if (!s3Bucket) return folderStore(settings.blobDir);
  return s3Store({
    bucket: s3Bucket,
    endpoint: settings.s3Endpoint,
    region: settings.s3Region,
    credentials:
      s3AccessKeyId && s3SecretAccessKey ? { accessKeyId: s3AccessKeyId, secretAccessKey: s3SecretAccessKey } : null,
  });
}
