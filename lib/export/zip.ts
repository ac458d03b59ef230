import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import type { ProjectScope } from "@/lib/model/scope";
import { loadWholeSession, type WholeSession } from "@/lib/query/whole-session";
import { exportJournal } from "./journal";
import { exportLogs } from "./logs";
import { exportReadme } from "./readme";
import { exportSpans } from "./spans";
import { exportTranscriptJson, exportTranscriptText } from "./turns";

/** A download: its name, and its bytes while they are made. */
export interface ZipDownload {
  fileName: string;
  content: Readable;
}

/**
 * Everything of one session as a zip, streamed: the audio is never in memory as a whole.
 * Errors: `not-found` before the first byte; a file that cannot be read later breaks the download off.
 */
export async function exportZip(scope: ProjectScope, sessionId: string): Promise<ZipDownload> {
  const whole = await loadWholeSession(scope, sessionId);
  const zip = new ZipFile();
  // The output of yazl is a PassThrough; its type only promises less.
  const content = Readable.from(zip.outputStream, { objectMode: false });
  zip.on("error", (error: Error) => content.destroy(error));
  const opened = addFiles(zip, whole);
  // Also when the client goes away in the middle of a file.
  content.once("close", () => opened.forEach((source) => void source.destroy()));
  zip.end();
  return { fileName: fileNameOf(whole), content };
}

/** Answers the list of sources that are open; it grows while the zip is read. */
function addFiles(zip: ZipFile, { records, timeline, entries, audio }: WholeSession): Readable[] {
  const opened: Readable[] = [];
  const mtime = new Date(timeline.session.endedAt ?? timeline.session.startedAt);
  const text = (path: string, content: string) => zip.addBuffer(Buffer.from(content), path, { mtime });
  const stream = (path: string, open: () => Readable, compress: boolean) =>
    zip.addReadStreamLazy(path, { mtime, compress }, (done) => {
      const source = open();
      opened.push(source);
      // yazl listens to its own pipe only: a source that fails must end the download, not leave it hanging.
      source.once("error", (error) => zip.emit("error", error));
      done(null, source);
    });
  text("README.txt", exportReadme(timeline, audio !== null));
  text("session.json", sessionJson(timeline));
  text("transcript.txt", exportTranscriptText(timeline));
  text("transcript.json", exportTranscriptJson(timeline));
  stream("traces.json", () => Readable.from(exportSpans(records.spans)), true);
  stream("logs.ndjson", () => Readable.from(exportLogs(records.logs)), true);
  if (audio) stream("audio/recording.ogg", () => audio.openRange(0, audio.sizeBytes - 1), false);
  const journal = exportJournal(entries);
  text("journal/index.json", journal.index);
  for (const { path, bytes } of journal.files) zip.addBuffer(bytes, path, { mtime, compress: false });
  return opened;
}

function sessionJson({ session, recording, evaluations, participants, missing }: WholeSession["timeline"]): string {
  const { startedAt, durationMs, sizeBytes, contentType, channels } = recording ?? {};
  const sound = recording && { startedAt, durationMs, sizeBytes, contentType, channels };
  return JSON.stringify({ ...session, recording: sound, evaluations, participants, missing }, null, 2);
}

/** Room names and ids come from outside: only what every file system takes stays. */
function fileNameOf({ timeline }: WholeSession): string {
  const { id, roomName, startedAt } = timeline.session;
  const name = `${startedAt.slice(0, 10)}-${roomName ?? "session"}-${id}`.replaceAll(/[^A-Za-z0-9._-]+/g, "_");
  return `${name.slice(0, 120)}.zip`;
}
