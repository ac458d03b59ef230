import type { TimelineItem, Transcript } from "@/lib/model/timeline";
import { formatCueTime } from "@/lib/view/format";
import { nameSpeakers, speakerOf } from "@/lib/view/speakers";

/** Where a sender does not say when an utterance ended: how long people read it, per character and within bounds. */
const READ_MS_PER_CHARACTER = 60;
const READ_MS_MIN = 1_000;
const READ_MS_MAX = 10_000;
/** A cue must end after it begins. */
const CUE_MS_MIN = 100;

interface Cue {
  startMs: number;
  endMs: number;
  speaker: string;
  text: string;
}

/**
 * What was said as WebVTT cues, each with its speaker, for players and editors: on the recording's clock, so that the file fits
 * the audio; without a recording on the session's. What ended before the clock's 0 is left out. Tools and handoffs are not heard
 * and not in it. Source: W3C WebVTT §4.1 (file structure), §4.2.2 (voice spans, escapes).
 */
export function exportTranscriptVtt(transcript: Transcript): string {
  const cues = toCues(transcript).map(
    ({ startMs, endMs, speaker, text }, index) =>
      `${index + 1}\n${formatCueTime(startMs)} --> ${formatCueTime(endMs)}\n<v ${escaped(speaker)}>${escaped(text)}</v>\n`,
  );
  return ["WEBVTT\n", `NOTE Session ${escaped(transcript.session.id)}\n`, ...cues].join("\n");
}

function toCues(transcript: Transcript): Cue[] {
  const speakers = nameSpeakers(transcript);
  const offsetMs = offsetOf(transcript);
  const said = transcript.items.filter(isSaid).sort((a, b) => a.startMs - b.startMs);
  return said
    .map((item, index) => ({
      startMs: Math.max(0, item.startMs - offsetMs),
      endMs: endOf(item, said[index + 1]) - offsetMs,
      speaker: speakerOf(item, speakers),
      text: item.text,
    }))
    .filter(({ endMs }) => endMs > 0)
    .map((cue) => ({ ...cue, endMs: Math.max(cue.endMs, cue.startMs + CUE_MS_MIN) }));
}

function isSaid({ kind, role, text }: TimelineItem): boolean {
  return kind === "message" && (role === "user" || role === "agent") && text.trim() !== "";
}

/** Audio position = record position − offset. */
function offsetOf({ recording, session }: Transcript): number {
  const offsetMs = recording ? Date.parse(recording.startedAt) - Date.parse(session.startedAt) : 0;
  return Number.isFinite(offsetMs) ? offsetMs : 0;
}

function endOf(item: TimelineItem, next: TimelineItem | undefined): number {
  if (item.endMs !== null) return item.endMs;
  const readMs = Math.min(READ_MS_MAX, Math.max(READ_MS_MIN, item.text.length * READ_MS_PER_CHARACTER));
  const untilMs = item.startMs + readMs;
  return next && next.startMs > item.startMs ? Math.min(untilMs, next.startMs) : untilMs;
}

/** One line without anything that WebVTT reads as markup; a blank line would end the cue. */
function escaped(text: string): string {
  const line = text.replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, " ").trim();
  return line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
