import { blobs } from "@/lib/blobs";
import { pool } from "@/lib/db";
import { readUploads, readUploadsReceived } from "@/lib/journal/delete";
import type { JournalEntry } from "@/lib/model/journal";
import type { ProjectScope } from "@/lib/model/scope";
import { decodeEntries } from "@/lib/normalise/entries";

/** A file in the blob store. */
export interface StoredFile {
  key: string;
  sizeBytes: number;
}

/**
 * The files of these sessions that are there: audio and peaks of their recordings, and of uploads that were replaced by another.
 * `keys`: the journal's keys of the same sessions.
 */
export async function listSessionFiles(
  scope: ProjectScope,
  sessionIds: string[],
  keys: string[],
): Promise<StoredFile[]> {
  const { rows } = await pool().query<{ blob_key: string }>({
    name: "list-recorded-files",
    text: "select blob_key from recording where project_id = $1 and session_id = any ($2::text[])",
    values: [scope.projectId, sessionIds],
  });
  return withPeaks([...rows.map((row) => row.blob_key), ...audioKeys(await readUploads(scope, keys))]);
}

/** Of these audio files and their peaks, those that are there. */
export async function withPeaks(audio: string[]): Promise<StoredFile[]> {
  const keys = [...new Set(audio)].flatMap((key) => [key, peaksOf(key)]);
  const found: StoredFile[] = [];
  for (let index = 0; index < keys.length; index += LOOKS_AT_ONCE) {
    const some = keys.slice(index, index + LOOKS_AT_ONCE);
    const looks = await Promise.all(some.map(async (key) => ({ key, file: await blobs().stat(key) })));
    for (const { key, file } of looks) if (file) found.push({ key, sizeBytes: file.sizeBytes });
  }
  return found;
}

/** A bucket answers each in tens of milliseconds. */
const LOOKS_AT_ONCE = 16;

/** Beside their audio, under the same name (`store/peaks.ts`). */
const PEAKS = ".peaks";

function peaksOf(key: string): string {
  return `${key}${PEAKS}`;
}

function audioKeys(uploads: JournalEntry[]): string[] {
  return decodeEntries(uploads).recordings.flatMap(({ audio }) => (audio === null ? [] : [audio.blobKey]));
}

const FILES_AT_ONCE = 500;
/** An upload is journaled on the day its file was begun, or on one of the next: senders give up after 15 minutes (PROTOCOL §2.2). */
const JOURNALED_WITHIN_MS = 2 * 24 * 3600 * 1000;

/**
 * Files of the project's recordings that nobody knows of: a process died between storing the file and journaling it, or a deletion
 * between the two. Only files of days before `before`: younger ones may still be on their way.
 */
export async function* listOrphanedFiles(scope: ProjectScope, before: Date): AsyncIterable<StoredFile[]> {
  let files: StoredFile[] = [];
  // store/recordings.ts: recordings/<project>/<day>/<name>
  for await (const file of blobs().list(`recordings/${scope.projectId}`)) {
    if (!(dayOf(file.key) < before)) continue;
    files.push(file);
    if (files.length < FILES_AT_ONCE) continue;
    yield await withoutOwner(scope, files);
    files = [];
  }
  yield await withoutOwner(scope, files);
}

async function withoutOwner(scope: ProjectScope, files: StoredFile[]): Promise<StoredFile[]> {
  const { rows } = await pool().query<{ blob_key: string }>({
    name: "list-known-files",
    text: `select blob_key from recording where project_id = $1 and blob_key = any ($2::text[])
      union select blob_key from session_import where project_id = $1 and blob_key = any ($2::text[])`,
    values: [scope.projectId, files.map(({ key }) => audioOf(key))],
  });
  const known = new Set(rows.map((row) => row.blob_key));
  const unknown = files.filter(({ key }) => !known.has(audioOf(key)));
  for (const day of new Set(unknown.map(({ key }) => dayOf(key).getTime()))) {
    const range = { from: new Date(day), to: new Date(day + JOURNALED_WITHIN_MS) };
    for (const key of audioKeys(await readUploadsReceived(scope, range))) known.add(key);
  }
  return unknown.filter(({ key }) => !known.has(audioOf(key)));
}

function audioOf(key: string): string {
  return key.endsWith(PEAKS) ? key.slice(0, -PEAKS.length) : key;
}

/** Invalid, and so before nothing, for a file that is not one of ours. */
function dayOf(key: string): Date {
  return new Date(`${key.split("/")[2] ?? ""}T00:00:00Z`);
}
