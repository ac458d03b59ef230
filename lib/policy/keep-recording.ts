import type { PolicyNotice } from "@/lib/model/journal";
import { decodeRecordingHeader } from "@/lib/wire/recordings/decode-header";
import { editRecordingHeader } from "@/lib/wire/recordings/edit-header";
import { type KeepPlan, newTextEditor } from "./plan";

/** What is left of one recording upload besides its audio. */
export interface KeptRecording extends Pick<PolicyNotice, "asked" | "dropped" | "replaced"> {
  header: Uint8Array;
  chatHistory: string | null;
}

/**
 * Whether the audio of an upload may be stored; `header` is null when it has not come yet, and then what can be told without
 * it is told. Errors: AppError `invalid` for a malformed header.
 */
export function keepsAudio(plan: KeepPlan, header: Uint8Array | null): boolean {
  if (!plan.policy.recordAudio) return false;
  return !plan.dropsAskedAudio || header === null || !decodeRecordingHeader(header).redactionEnabled;
}

/**
 * Takes from an upload what the project does not keep, and replaces what its rules find in header and transcript. `audioBytes`:
 * how much audio was not stored. Errors: AppError `invalid` for a malformed header.
 */
export function keepRecording(
  plan: KeepPlan,
  upload: { header: Uint8Array; chatHistory: string | null },
  audioBytes: number,
): KeptRecording {
  const { redactionEnabled: asked } = decodeRecordingHeader(upload.header);
  const editor = newTextEditor(plan, asked);
  const dropsTranscript = !plan.policy.recordTranscript || (plan.dropsAsked && asked);
  const { chatHistory } = upload;
  return {
    header: editor ? editRecordingHeader(upload.header, (text) => editor.edit(text)) : upload.header,
    chatHistory: dropsTranscript ? null : chatHistory !== null && editor ? editor.edit(chatHistory) : chatHistory,
    asked,
    dropped: { transcripts: dropsTranscript && chatHistory !== null ? 1 : 0, audioBytes },
    replaced: editor?.counts ?? {},
  };
}
