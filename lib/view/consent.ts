import { KEPT_SIGNALS, type KeptSignal, type SessionConsent } from "@/lib/model/privacy";
import { formatBytes, formatDateTime, formatPlural } from "./format";

/** One signal as a line of the table: what the agent asked, what the project allowed, what is stored. */
export interface ConsentRow {
  name: string;
  asked: string;
  allowed: string;
  stored: string;
  /** What was left out, and since when; "" when nothing was. */
  note: string;
}

const NAMES: Record<KeptSignal, string> = { audio: "Audio", transcript: "Transcript", traces: "Traces", logs: "Logs" };
const NOUNS: Record<Exclude<KeptSignal, "audio">, string> = { transcript: "text", traces: "span", logs: "log line" };

/** The four signals of a session in words. Dates in the reader's own time zone unless told another. */
export function listConsent(consent: SessionConsent, timeZone?: string): ConsentRow[] {
  return KEPT_SIGNALS.map((name) => {
    const { asked, allowed, stored, offSince, droppedCount } = consent[name];
    const count = name === "audio" ? formatBytes(droppedCount) : formatPlural(droppedCount, NOUNS[name]);
    const notes = [
      droppedCount > 0 ? `${count} not kept` : "",
      allowed !== "yes" && offSince !== null ? `off since ${formatDateTime(offSince, timeZone)}` : "",
    ];
    return {
      name: NAMES[name],
      asked: asked === null ? "not said" : asked ? "yes" : "no",
      allowed,
      stored: stored ? (allowed === "partly" ? "partly" : "yes") : "no",
      note: notes.filter(Boolean).join(", "),
    };
  });
}

const HANDLED = {
  drop: "transcript and audio were not kept",
  redact: "its texts were redacted, audio was not kept",
  keep: "transcript and audio were kept whole",
};

/** What redaction did, as a sentence; null when it did nothing. */
export function redactionText({ redaction }: SessionConsent): string | null {
  const { asked, handling, replaced, replacedCount } = redaction;
  const sentences: string[] = [];
  if (asked) {
    sentences.push(`The agent asked for redaction: ${HANDLED[handling ?? "keep"]}.`);
  }
  if (replacedCount > 0) {
    const kinds = Object.entries(replaced)
      .sort(([, a], [, b]) => b - a)
      .map(([label, count]) => `${count} ${label}`);
    sentences.push(`${formatPlural(replacedCount, "replacement")}: ${kinds.join(", ")}.`);
  }
  return sentences.length === 0 ? null : sentences.join(" ");
}
