import { Worker } from "node:worker_threads";
import type { StoredRecording } from "@/lib/query/recording";
import type { SessionJournal } from "@/lib/query/session-records";
import { sessionNotFound } from "@/lib/query/session-rows";
import { findProgram, isLarge } from "@/lib/query/session-thread";
import { toWholeRecords } from "@/lib/query/whole-session";
import { exportLogs } from "./logs";
import { exportReadme } from "./readme";
import { exportSpans } from "./spans";
import { exportTranscriptJson, exportTranscriptText } from "./turns";

/** What the files are made of; plain data, so that it can go to another thread. */
export interface SessionToWrite {
  journal: SessionJournal;
  recording: StoredRecording | null;
  hasAudio: boolean;
}

/** The files of a session but for its audio and its journal, and what names the download. */
export interface SessionFiles {
  session: { id: string; roomName: string | null; startedAt: string; endedAt: string | null };
  files: { path: string; bytes: Uint8Array }[];
}

/**
 * Decodes a session and writes its files: a large one in a thread of its own, which ends with them.
 * Errors: `not-found`; a plain Error when the thread ends without an answer, for instance for want of memory.
 */
export function makeSessionFiles(session: SessionToWrite): Promise<SessionFiles> {
  const program = isLarge(session.journal) ? findProgram("zip-worker.js") : null;
  return program === null ? Promise.resolve(toSessionFiles(session)) : makeInThread(program, session);
}

/** The same in this thread. Errors: `not-found`. */
export function toSessionFiles({ journal, recording, hasAudio }: SessionToWrite): SessionFiles {
  const { records, timeline } = toWholeRecords(journal, recording);
  const { id, roomName, startedAt, endedAt } = timeline.session;
  const text = (path: string, ...parts: Iterable<string>[]) => ({ path, bytes: toBytes(parts) });
  return {
    session: { id, roomName, startedAt, endedAt },
    files: [
      text("README.txt", [exportReadme(timeline, hasAudio)]),
      text("session.json", [sessionJson(timeline)]),
      text("transcript.txt", [exportTranscriptText(timeline)]),
      text("transcript.json", [exportTranscriptJson(timeline)]),
      text("traces.json", exportSpans(records.spans)),
      text("logs.ndjson", exportLogs(records.logs)),
    ],
  };
}

/** In pieces: a text of all spans may be longer than a string can be. */
function toBytes(parts: Iterable<string>[]): Uint8Array {
  const encoder = new TextEncoder();
  return Buffer.concat(parts.flatMap((part) => Array.from(part, (piece) => encoder.encode(piece))));
}

function sessionJson(timeline: ReturnType<typeof toWholeRecords>["timeline"]): string {
  const { session, recording, evaluations, participants, missing } = timeline;
  const { startedAt, durationMs, sizeBytes, contentType, channels } = recording ?? {};
  const sound = recording && { startedAt, durationMs, sizeBytes, contentType, channels };
  return JSON.stringify({ ...session, recording: sound, evaluations, participants, missing }, null, 2);
}

function makeInThread(program: string, session: SessionToWrite): Promise<SessionFiles> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { workerData: session });
    worker.once("message", (made: SessionFiles | null) => {
      if (made) resolve(made);
      else reject(sessionNotFound(session.journal.sessionId));
    });
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`The thread that writes a download ended with ${code}.`)));
  });
}
