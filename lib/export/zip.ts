import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import { AUDIO_FILE, JOURNAL_INDEX } from "@/lib/model/imports";
import type { ProjectScope } from "@/lib/model/scope";
import { loadWholeSession, type WholeSession } from "@/lib/query/whole-session";
import { fileNameOf } from "./file-name";
import { exportJournal } from "./journal";
import { makeSessionFiles, type SessionFiles } from "./session-files";

/** A download: its name, and its bytes while they are made. */
export interface ZipDownload {
  fileName: string;
  content: Readable;
}

/**
 * Everything of one session as a zip, streamed: the audio is never in memory as a whole. `withAudio`: whoever asks may hear it.
 * Errors: `not-found` before the first byte; a file that cannot be read later breaks the download off.
 */
export async function exportZip(
  scope: ProjectScope,
  sessionId: string,
  { withAudio }: { withAudio: boolean },
): Promise<ZipDownload> {
  const stored = await loadWholeSession(scope, sessionId);
  const whole = withAudio ? stored : { ...stored, audio: null };
  const { journal, recording, audio } = whole;
  const made = await makeSessionFiles({ journal, recording, hasAudio: audio !== null });
  const zip = new ZipFile();
  // The output of yazl is a PassThrough; its type only promises less.
  const content = Readable.from(zip.outputStream, { objectMode: false });
  zip.on("error", (error: Error) => content.destroy(error));
  const opened = addFiles(zip, made, whole);
  // Also when the client goes away in the middle of a file.
  content.once("close", () => opened.forEach((source) => void source.destroy()));
  zip.end();
  return { fileName: `${fileNameOf(made.session)}.zip`, content };
}

/** Answers the list of sources that are open; it grows while the zip is read. */
function addFiles(zip: ZipFile, { session, files }: SessionFiles, { journal, audio }: WholeSession): Readable[] {
  const opened: Readable[] = [];
  const mtime = new Date(session.endedAt ?? session.startedAt);
  for (const { path, bytes } of files) zip.addBuffer(asBuffer(bytes), path, { mtime });
  if (audio) {
    zip.addReadStreamLazy(AUDIO_FILE, { mtime, compress: false }, (done) => {
      const source = audio.openRange(0, audio.sizeBytes - 1);
      opened.push(source);
      // yazl listens to its own pipe only: a source that fails must end the download, not leave it hanging.
      source.once("error", (error) => zip.emit("error", error));
      done(null, source);
    });
  }
  const sent = exportJournal(session.id, journal.entries);
  zip.addBuffer(Buffer.from(sent.index), JOURNAL_INDEX, { mtime });
  for (const { path, bytes } of sent.files) zip.addBuffer(bytes, path, { mtime, compress: false });
  return opened;
}

/** The same bytes: they come from another thread as a plain array. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
