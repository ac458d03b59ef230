import { config } from "@/lib/config";
import type { JobNotice, RecordingEnvelope } from "@/lib/model/journal";
import type { Project } from "@/lib/model/projects";
import type { RecordingPolicy } from "@/lib/model/scope";
import { keepOtlp, mustEdit } from "@/lib/policy/keep-otlp";
import { keepRecording } from "@/lib/policy/keep-recording";
import { type Deeds, toNotice } from "@/lib/policy/notice";
import { type KeepPlan, newTextEditor, planOf } from "@/lib/policy/plan";
import type { ImportedEntry } from "@/lib/store/imports";
import { deflate, inflate } from "@/lib/wire/gzip";

/** What a project keeps, as it stands when something is imported. */
export function keepPlanOf({ recording, redaction, recordingChanges }: Project): KeepPlan {
  const { enabled, audio, transcript, traces, logs } = recording;
  const policy: RecordingPolicy = {
    ...{ recordSessions: enabled, recordAudio: audio, recordTranscript: transcript, recordTraces: traces },
    ...{ recordLogs: logs, redaction, changes: recordingChanges },
  };
  return planOf(policy);
}

/** An upload as it is to be stored, and how much of its audio the project does not keep. */
interface ImportedUpload {
  envelope: RecordingEnvelope;
  droppedAudioBytes: number;
}

/**
 * An entry of a zip as the project keeps it, by the rules for what agents send; behind it the notice of what was left out or replaced,
 * unless that is nothing. `upload`: of a recording. Errors: AppError `invalid` when the entry is malformed.
 */
export function keepEntry(
  plan: KeepPlan,
  sessionId: string,
  entry: ImportedEntry,
  upload: ImportedUpload | null,
): ImportedEntry[] {
  const { kept, deeds } = keep(plan, entry, upload);
  const replaced = Object.keys(deeds.replaced).length;
  const dropped = Object.values(deeds.dropped).some((count) => count > 0);
  // Whoever exported it has left notices of its own: these are of what is done here.
  const notice =
    replaced > 0 || dropped ? toNotice(plan, { ...deeds, sessionId, endsSession: false, request: entry.body }) : null;
  const { receivedAt } = entry;
  const { signal, encoding, recordCount, body } = notice ?? entry;
  return [...(kept ? [kept] : []), ...(notice ? [{ receivedAt, signal, encoding, recordCount, body }] : [])];
}

interface Kept {
  kept: ImportedEntry | null;
  deeds: Pick<Deeds, "asked" | "dropped" | "replaced">;
}

const NO_DEEDS = { asked: false, dropped: {}, replaced: {} };

function keep(plan: KeepPlan, entry: ImportedEntry, upload: ImportedUpload | null): Kept {
  const { signal } = entry;
  switch (signal) {
    case "traces":
    case "logs":
    case "metrics":
      return keepExport(plan, { ...entry, signal });
    case "recording":
      return keepUpload(plan, entry, upload);
    case "webhook":
      return keepText(plan, entry, (text, edit) => edit(text));
    case "job":
      return keepText(plan, entry, editJob);
    case "policy":
      return { kept: entry, deeds: NO_DEEDS };
    default:
      return signal satisfies never;
  }
}

function keepExport(plan: KeepPlan, entry: ImportedEntry & { signal: "traces" | "logs" | "metrics" }): Kept {
  const plain = inflate(entry.body, config().otlpBytesMax);
  if (!mustEdit(plan, entry.signal, plain)) return { kept: entry, deeds: NO_DEEDS };
  const { body, recordCount, ...deeds } = keepOtlp(plan, entry.signal, entry.encoding, {
    body: plain,
    recordCount: entry.recordCount,
  });
  if (body === null) return { kept: null, deeds };
  return { kept: body === plain ? entry : { ...entry, recordCount, body: deflate(body) }, deeds };
}

function keepUpload(plan: KeepPlan, entry: ImportedEntry, upload: ImportedUpload | null): Kept {
  if (!upload) throw new Error("an upload without its envelope");
  const { envelope, droppedAudioBytes } = upload;
  const header = Buffer.from(envelope.headerBase64, "base64");
  const { header: keptHeader, chatHistory, ...deeds } = keepRecording(plan, { ...envelope, header }, droppedAudioBytes);
  const headerBase64 = Buffer.from(keptHeader).toString("base64");
  const kept: RecordingEnvelope = { headerBase64, chatHistory, audio: envelope.audio };
  return { kept: { ...entry, body: deflate(Buffer.from(JSON.stringify(kept))) }, deeds };
}

type Edit = (text: string) => string;

function keepText(plan: KeepPlan, entry: ImportedEntry, apply: (text: string, edit: Edit) => string): Kept {
  const editor = newTextEditor(plan);
  if (!editor) return { kept: entry, deeds: NO_DEEDS };
  const text = inflate(entry.body, config().otlpBytesMax).toString("utf8");
  const edited = apply(text, (part) => editor.edit(part));
  const kept = edited === text ? entry : { ...entry, body: deflate(Buffer.from(edited)) };
  return { kept, deeds: { ...NO_DEEDS, replaced: editor.counts } };
}

/** Its ids stay, so that worker and lines are found. */
function editJob(text: string, edit: Edit): string {
  const job = JSON.parse(text) as JobNotice;
  const roomName = job.roomName === null ? null : edit(job.roomName);
  const lines = job.lines.map((line) => ({ ...line, raw: edit(line.raw) }));
  return JSON.stringify({ ...job, roomName, reason: edit(job.reason), lines });
}
