import type { PolicyNotice } from "@/lib/model/journal";
import { editRequest, mayAskForRedaction } from "@/lib/wire/otlp/edit-request";
import type { OtlpEncoding, OtlpSignal } from "@/lib/wire/otlp/skim";
import { type KeepPlan, newTextEditor } from "./plan";

/** What is left of one session's share of an export request. */
export interface KeptShare extends Pick<PolicyNotice, "asked" | "dropped" | "replaced"> {
  /** The very bytes that came in when nothing was changed; null when nothing is kept. */
  body: Uint8Array | null;
  recordCount: number;
}

/** Whether a request must be looked at at all: hardly ever where everything is kept. */
export function mustEdit(plan: KeepPlan, signal: OtlpSignal, body: Buffer): boolean {
  if (!plan.isOpen) return true;
  // Spans of such senders come without words already; their chat items do not.
  return plan.dropsAskedAudio && signal === "logs" && mayAskForRedaction(body);
}

/**
 * Takes from a share what the project does not keep: all spans, application logs, words; then replaces what its rules find in the
 * texts that are left. Datapoints are figures and stay.
 * Errors: AppError `invalid` when the request is malformed.
 */
export function keepOtlp(
  plan: KeepPlan,
  signal: OtlpSignal,
  encoding: OtlpEncoding,
  share: { body: Uint8Array; recordCount: number },
): KeptShare {
  const { recordTraces, recordLogs, recordTranscript } = plan.policy;
  if (signal === "traces" && !recordTraces) {
    return { body: null, recordCount: 0, asked: false, dropped: { spans: share.recordCount }, replaced: {} };
  }
  const isAsked = plan.askedRules !== null && signal === "logs" && mayAskForRedaction(toBuffer(share.body));
  const editor = newTextEditor(plan, isAsked);
  const { body, recordCount, dropped } = editRequest(signal, encoding, share.body, {
    dropsLogs: !recordLogs,
    dropsWords: recordTranscript ? (plan.dropsAsked ? "if-asked" : "never") : "always",
    editText: editor && ((text) => editor.edit(text)),
  });
  const { asked, ...counts } = dropped;
  return { body, recordCount, asked: isAsked || asked > 0, dropped: counts, replaced: editor?.counts ?? {} };
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
