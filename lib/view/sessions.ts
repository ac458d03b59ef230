import type { Session } from "@/lib/model/sessions";
import type { Usage } from "@/lib/model/usage";
import { WAIT_BOUNDS, type WaitBounds } from "@/lib/model/wait-bounds";
import { formatBytes, formatCount, formatDuration, formatSeconds, formatWhole } from "./format";

/**
 * Why a session ended, in the words of somebody who was not there when the SDK was written.
 * Source: Python `voice/events.py` CloseReason and its twin in Node; `task_completed` is `CR_COMPLETED` in reports.
 */
const CLOSE_REASON: Record<string, string> = {
  participant_disconnected: "Caller hung up",
  user_initiated: "Agent ended the call",
  task_completed: "Task completed",
  completed: "Task completed",
  job_shutdown: "Agent was shut down",
  error: "Ended by an error",
  // Ours: normalise/failed-jobs.ts.
  never_started: "Failed before it began",
};

/** How a session ended: words, and whether they tell of trouble. A reason that we do not know keeps its own words. */
export function endedText(session: Pick<Session, "status" | "closeReason">): { text: string; isTrouble: boolean } {
  if (session.status === "live") return { text: "In call", isTrouble: false };
  const reason = session.closeReason;
  const isTrouble = session.status === "failed" || reason === "error";
  if (reason === null || reason === "unknown" || reason === "") {
    return { text: session.status === "failed" ? "Crashed before its end" : "No reason given", isTrouble };
  }
  return { text: CLOSE_REASON[reason] ?? sentenceOf(reason), isTrouble };
}

export type LatencyRating = "ok" | "slow" | "bad";

/** A rating's sign: shape and words, so that the colour is never alone. */
export const LATENCY_SIGN: Record<LatencyRating, { icon: "circle" | "diamond" | "triangle"; words: string }> = {
  ok: { icon: "circle", words: "good" },
  slow: { icon: "diamond", words: "slow" },
  bad: { icon: "triangle", words: "very slow" },
};

/** Rates what the caller waited (ms) from the end of their speech to the first sound of the answer. */
export function latencyRating(waitMs: number, bounds: WaitBounds = WAIT_BOUNDS): LatencyRating {
  if (waitMs <= bounds.goodMsMax) return "ok";
  return waitMs <= bounds.slowMsMax ? "slow" : "bad";
}

/** All models of a session in a few characters: `3.4k tok`, `5.7k tok, 3.6k audio`; speech alone: `770 chars`, `50.6 s`. */
export function usageSummary(usage: Usage[]): string {
  const tokens = tokenCount(usage);
  const audioTokens = sum(usage, (row) => sumOf(row.inputAudioTokens, row.outputAudioTokens));
  if (tokens) return `${formatCount(tokens)} tok${audioTokens ? `, ${formatCount(audioTokens)} audio` : ""}`;
  const characters = sum(usage, (row) => row.charactersCount);
  if (characters) return `${formatCount(characters)} chars`;
  const heardMs = sum(usage, (row) => row.audioDurationMs);
  return heardMs ? formatSeconds(heardMs) : "–";
}

/** Tokens in and out of all models of a session; null when none were reported. */
export function tokenCount(usage: Usage[]): number | null {
  return sum(usage, (row) => sumOf(row.inputTokens, row.outputTokens));
}

/** How long a recording is and how large: `1:33 · 1.4 MB`. */
export function recordingText({ durationMs, sizeBytes }: NonNullable<Session["recording"]>): string {
  const parts = [
    durationMs === null ? "" : formatDuration(durationMs),
    sizeBytes === null ? "" : formatBytes(sizeBytes),
  ];
  return parts.filter(Boolean).join(" · ") || "stored";
}

/** Whose use it is: `LLM · openai · gpt-4.1-mini`; what was not reported is left out. */
export function usageSource({ kind, provider, model }: Usage): string {
  return [kind === "other" ? kind : kind.toUpperCase(), provider, model].filter(Boolean).join(" · ");
}

/** What one model used, in full: `3,070 in (928 cached) · 357 out`; what was not reported is left out. */
export function usageText(usage: Usage): string {
  const inside = [part(usage.inputCachedTokens, "cached"), part(usage.inputAudioTokens, "audio")].filter(Boolean);
  const made = [part(usage.outputAudioTokens, "audio"), part(usage.reasoningTokens, "reasoning")].filter(Boolean);
  const parts = [
    tokensPart(usage, usage.inputTokens, "in", inside),
    tokensPart(usage, usage.outputTokens, "out", made),
    part(usage.charactersCount, "chars"),
    usage.audioDurationMs ? `${formatSeconds(usage.audioDurationMs)} audio` : "",
  ];
  return parts.filter(Boolean).join(" · ") || "nothing reported";
}

/** Every model of a session on a line of its own, for a title: `llm gpt-4.1-mini: 3,070 in …`. */
export function usageLines(usage: Usage[]): string[] {
  return usage.map((row) => `${row.kind} ${row.model || row.provider || "unknown model"}: ${usageText(row)}`);
}

/** Milliseconds that a session has lasted by now: to its end, or while it is live to `nowMs`. null: not known. */
export function lengthMs(session: Pick<Session, "status" | "startedAt" | "durationMs">, nowMs: number): number | null {
  if (session.status !== "live") return session.durationMs;
  return Math.max(session.durationMs ?? 0, nowMs - Date.parse(session.startedAt), 0);
}

/** A length as the list shows it; a live one is not finished: `2:14…`. */
export function lengthText(session: Pick<Session, "status" | "startedAt" | "durationMs">, nowMs: number): string {
  const length = formatDuration(lengthMs(session, nowMs));
  return session.status === "live" ? `${length}…` : length;
}

/** What a session is called: its room's name, else the best id there is. */
export function roomText(session: Pick<Session, "roomName" | "roomId" | "id">): string {
  return session.roomName || session.roomId || session.id;
}

export function agentText(session: Pick<Session, "agentName">): string {
  return session.agentName || "unnamed agent";
}

const SDK: Record<string, string> = { python: "Python", node: "Node" };

/** Language and version of the sender's SDK: `Python 1.8.9`; empty when neither was told. */
export function sdkText({ language, version }: Session["sdk"]): string {
  return [language === null ? "" : (SDK[language] ?? language), version].filter(Boolean).join(" ");
}

/** A snippet cut at the searched words, so that they can be marked: every piece says whether it is one of them. */
export function markWords(text: string, query: string): { text: string; isHit: boolean; start: number }[] {
  const words = searchedWords(query).map(escaped);
  if (words.length === 0) return text === "" ? [] : [{ text, isHit: false, start: 0 }];
  const pieces = text.split(new RegExp(`(${words.sort((a, b) => b.length - a.length).join("|")})`, "giu"));
  let start = 0;
  const marked = pieces.map((piece, index) => {
    const at = start;
    start += piece.length;
    return { text: piece, isHit: index % 2 === 1, start: at };
  });
  return marked.filter((piece) => piece.text !== "");
}

/** The words of a search as the server reads them: "quoted phrases" whole. */
function searchedWords(query: string): string[] {
  const words = [...query.matchAll(/"([^"]+)"|([^\s"]+)/g)].map((match) => (match[1] ?? match[2] ?? "").trim());
  return words.filter((word) => word !== "");
}

/** Speech models report zero tokens because they have none to report; for a language model zero is news. */
function tokensPart(usage: Usage, count: number | null, noun: string, details: string[]): string {
  if (count === null || (count === 0 && usage.kind !== "llm")) return "";
  return withDetail(`${formatWhole(count)} ${noun}`, details);
}

function part(count: number | null, noun: string): string {
  return count ? `${formatWhole(count)} ${noun}` : "";
}

function withDetail(text: string, details: string[]): string {
  return details.length > 0 ? `${text} (${details.join(", ")})` : text;
}

function sum(usage: Usage[], figure: (row: Usage) => number | null): number | null {
  return usage.reduce<number | null>((total, row) => sumOf(total, figure(row)), null);
}

function sumOf(a: number | null, b: number | null): number | null {
  return a === null && b === null ? null : (a ?? 0) + (b ?? 0);
}

function sentenceOf(reason: string): string {
  const words = reason.replace(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
