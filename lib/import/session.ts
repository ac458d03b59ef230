import type { Readable } from "node:stream";
import { config } from "@/lib/config";
import { refuseWhenFull } from "@/lib/disk";
import { AppError } from "@/lib/errors";
import { AUDIO_FILE, type JournalIndex } from "@/lib/model/imports";
import type { JournalEntry, RecordingEnvelope } from "@/lib/model/journal";
import type { Project } from "@/lib/model/projects";
import type { ProjectScope } from "@/lib/model/scope";
import { keepsAudio } from "@/lib/policy/keep-recording";
import type { KeepPlan } from "@/lib/policy/plan";
import { loadProject } from "@/lib/query/projects";
import { type ImportedEntry, saveImport } from "@/lib/store/imports";
import { deleteRecordingAudio, saveRecordingAudio } from "@/lib/store/recordings";
import { Archive } from "./archive";
import { checkJournal, readEntries, readIndex, toEnvelope } from "./journal";
import { keepEntry, keepPlanOf } from "./kept-entry";
import type { SentEnvelope } from "./stored-bodies";
import { receiveUpload } from "./upload";

/** Each holds an open file and decodes on the thread that accepts telemetry, an entry at a time. */
const AT_ONCE_MAX = 4;
const RETRY_AFTER_MS = 10_000;
let running = 0;

type StoredAudio = RecordingEnvelope["audio"];

/** A session that was imported; `originalId` is what it was called where it was downloaded. */
export interface ImportedSession {
  sessionId: string;
  originalId: string;
  entryCount: number;
}

/**
 * Takes a session that was downloaded as a zip (export/zip.ts), from this installation or another: all of it or nothing. The zip is
 * checked as a whole before anything is stored; then the audio goes to the blob store, where the sweep for files without an owner finds it
 * if we die, and one transaction writes the rest.
 * Errors: `invalid`, `too-large` with what is wrong with the zip; `conflict` when the project does not keep such data; `unavailable`.
 */
export async function importSession(
  scope: ProjectScope,
  body: Readable,
  { importedBy, now }: { importedBy: string; now: Date },
): Promise<ImportedSession> {
  refuseWhenFull();
  if (running >= AT_ONCE_MAX) {
    const words = `${AT_ONCE_MAX} imports are running; send this one again in a moment.`;
    throw new AppError("unavailable", words, { retryAfterMs: RETRY_AFTER_MS });
  }
  running += 1;
  try {
    const file = await receiveUpload(body, config().importBytesMax);
    try {
      const archive = await Archive.open(file, 2 * config().importBytesMax);
      return await importArchive(scope, archive, { importedBy, now });
    } finally {
      await file.close();
    }
  } finally {
    running -= 1;
  }
}

async function importArchive(
  scope: ProjectScope,
  archive: Archive,
  { importedBy, now }: { importedBy: string; now: Date },
): Promise<ImportedSession> {
  const index = await readIndex(archive, now);
  const uploads = await checkJournal(archive, index);
  const project = await loadProject(scope);
  checkKept(project, archive.has(AUDIO_FILE));
  const plan = keepPlanOf(project);
  const stored = archive.has(AUDIO_FILE) ? await saveAudio(scope, archive, uploads) : null;
  const audio = stored && (await keptAudio(stored, uploads, plan));
  const originalId = index.sessionId;
  try {
    const entries = toImport(archive, index, { audio, plan });
    const blobKey = audio?.blobKey ?? null;
    const sessionId = await saveImport(scope, { originalId, importedBy, importedAt: now, blobKey, entries });
    return { sessionId, originalId, entryCount: index.entries.length };
  } catch (error) {
    if (audio) await deleteRecordingAudio(audio.blobKey);
    throw error;
  }
}

/** What a project does not keep comes by no way. */
function checkKept({ recording }: Project, hasAudio: boolean): void {
  const { enabled, audio, ...others } = recording;
  const off = Object.entries(others).flatMap(([signal, isOn]) => (isOn ? [] : [signal]));
  if (!audio && hasAudio) off.push("audio");
  if (enabled && off.length === 0) return;
  const what = enabled ? off.join(", ") : "sessions";
  const words = `This project does not record ${what} (Settings, Data and privacy), and the zip may hold such data.`;
  throw new AppError("conflict", `${words} Switch it on for the import, or take another project.`);
}

/** The journal's uploads name the audio by its digest: other audio is not this session's. */
async function saveAudio(scope: ProjectScope, archive: Archive, uploads: SentEnvelope[]): Promise<StoredAudio> {
  const contentType = uploads.findLast((upload) => upload.audio)?.audio?.contentType ?? "audio/ogg";
  const bytesMax = config().recordingBytesMax;
  const stored = await saveRecordingAudio(scope, await archive.open(AUDIO_FILE), { contentType, bytesMax });
  if (uploads.some(({ audio }) => audio?.sha256 === stored.sha256)) return stored;
  await deleteRecordingAudio(stored.blobKey);
  throw new AppError("invalid", `${AUDIO_FILE} in the zip is not the recording that the journal tells of.`);
}

/** Null, and gone, when the upload asks for redaction and the project keeps no sound of such: nobody can take words out of it. */
async function keptAudio(
  stored: NonNullable<StoredAudio>,
  uploads: SentEnvelope[],
  plan: KeepPlan,
): Promise<StoredAudio> {
  const own = uploads.filter(({ audio }) => audio?.sha256 === stored.sha256);
  if (own.every(({ headerBase64 }) => keepsAudio(plan, Buffer.from(headerBase64, "base64")))) return stored;
  await deleteRecordingAudio(stored.blobKey);
  return null;
}

async function* toImport(
  archive: Archive,
  index: JournalIndex,
  { audio, plan }: { audio: StoredAudio; plan: KeepPlan },
): AsyncGenerator<ImportedEntry> {
  for await (const { entry, file } of readEntries(archive, index)) {
    const { receivedAt, signal, encoding, recordCount, body } = entry;
    const upload = signal === "recording" ? toUpload(entry, file, { audio, hasAudio: archive.has(AUDIO_FILE) }) : null;
    yield* keepEntry(plan, index.sessionId, { receivedAt, signal, encoding, recordCount, body }, upload);
  }
}

/** The upload with the audio's place here, in no case with the place that the zip names: that is somebody's file. */
function toUpload(
  entry: JournalEntry,
  file: string,
  { audio, hasAudio }: { audio: StoredAudio; hasAudio: boolean },
): { envelope: RecordingEnvelope; droppedAudioBytes: number } {
  const { headerBase64, chatHistory, audio: sent } = toEnvelope(entry, file);
  const isThis = audio !== null && sent?.sha256 === audio.sha256;
  const kept = isThis ? { ...audio, contentType: sent?.contentType ?? audio.contentType } : null;
  const isDropped = hasAudio && audio === null && sent !== null;
  return { envelope: { headerBase64, chatHistory, audio: kept }, droppedAudioBytes: isDropped ? sent.sizeBytes : 0 };
}
