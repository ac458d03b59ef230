import type { Attributes } from "@/lib/model/attributes";
import type { MetricPoint } from "@/lib/model/metrics";
import type { Span } from "@/lib/model/spans";
import type { Usage } from "@/lib/model/usage";
import { lookUp, textOf, toNumber } from "./attributes";
import { secondsToMs } from "./instants";
import { toUsageFromMetrics } from "./usage-metrics";
import { emptyUsage, type UsageFigure } from "./usage-rows";
import { toUsageFromSpans } from "./usage-spans";

/** `total_requests` of these has no place in a usage row: they are left out. Source: PROTOCOL §7. */
const WITHOUT_FIGURES = new Set(["interruption_usage", "eot_usage"]);

const KINDS: Record<string, Usage["kind"]> = { llm_usage: "llm", tts_usage: "tts", stt_usage: "stt" };

/**
 * Fields of a reported entry: name (Python), name (Node >= 1.2.0) and ours. Durations are `…_duration` in seconds (Python) and
 * `…DurationMs` (Node). Source: PROTOCOL §7 (py `metrics/usage.py`).
 */
const COUNTS: readonly [python: string, node: string, ours: UsageFigure][] = [
  ["input_tokens", "inputTokens", "inputTokens"],
  ["input_cached_tokens", "inputCachedTokens", "inputCachedTokens"],
  ["input_audio_tokens", "inputAudioTokens", "inputAudioTokens"],
  ["input_text_tokens", "inputTextTokens", "inputTextTokens"],
  ["output_tokens", "outputTokens", "outputTokens"],
  ["output_audio_tokens", "outputAudioTokens", "outputAudioTokens"],
  ["output_text_tokens", "outputTextTokens", "outputTextTokens"],
  ["output_reasoning_tokens", "outputReasoningTokens", "reasoningTokens"],
  ["characters_count", "charactersCount", "charactersCount"],
];

const DURATIONS: readonly [python: string, node: string, ours: UsageFigure][] = [
  ["audio_duration", "audioDurationMs", "audioDurationMs"],
  ["session_duration", "sessionDurationMs", "sessionDurationMs"],
];

/**
 * Figures that an entry of each type has had since there are entries: both SDKs leave a zero out, so what is missing among these is 0.
 * All others are null: the type does not know them. Source: PROTOCOL §7.
 */
const OMITTED_ZEROS: Record<Usage["kind"], readonly UsageFigure[]> = {
  llm: [
    "inputTokens",
    "inputCachedTokens",
    "inputAudioTokens",
    "inputTextTokens",
    "outputTokens",
    "outputAudioTokens",
    "outputTextTokens",
    "sessionDurationMs",
  ],
  tts: ["charactersCount", "audioDurationMs", "inputTokens", "outputTokens"],
  stt: ["audioDurationMs", "inputTokens", "outputTokens"],
  other: [],
};

/** Figures that came later, and with which version of Python; Node (1.9.0) has none of them. Source: py `metrics/usage.py` 1.7.1 to 1.8.9. */
const LATER_ZEROS: readonly { kind: Usage["kind"]; figure: UsageFigure; since: readonly number[] }[] = [
  { kind: "llm", figure: "reasoningTokens", since: [1, 8, 0] },
  { kind: "stt", figure: "inputAudioTokens", since: [1, 8, 3] },
];

/** Where a session's usage may come from. */
export interface UsageSources {
  /** Entries of the report (header first), as sent; null when no report holds any. */
  reported: Attributes[] | null;
  /** Who reported: what a version does not know, it does not leave out as zero. */
  sdk: { language: string | null; version: string | null };
  spans: readonly Span[];
  metrics: readonly MetricPoint[];
}

/**
 * The usage of a session by model, from one source alone: the report's entries, else the sum of the spans (with the seconds of
 * speech recognition, which no span tells, from the metrics), else the metrics.
 * null = not reported; 0 = reported as zero, or left out by a report that knows it (see `OMITTED_ZEROS`). Spans leave nothing out but what
 * their SDK does not know: there, missing is null.
 * Durations in milliseconds.
 * Source: PROTOCOL §7.
 */
export function toUsage({ reported, sdk, spans, metrics }: UsageSources): Usage[] {
  if (reported !== null) return reported.flatMap((entry) => toReportedUsage(entry, sdk));
  const summed = toUsageFromSpans(spans);
  const counted = toUsageFromMetrics(metrics);
  if (summed.length === 0) return counted;
  return [...summed, ...counted.filter(({ kind }) => kind === "stt")];
}

function toReportedUsage(entry: Attributes, sdk: UsageSources["sdk"]): Usage[] {
  const type = textOf(entry, "type") ?? "";
  if (WITHOUT_FIGURES.has(type)) return [];
  const kind = lookUp(KINDS, type) ?? "other";
  const usage = emptyUsage(kind, textOf(entry, "provider") ?? "", textOf(entry, "model") ?? "");
  for (const figure of OMITTED_ZEROS[kind]) usage[figure] = 0;
  for (const later of LATER_ZEROS) if (later.kind === kind && isSince(sdk, later.since)) usage[later.figure] = 0;
  for (const [python, node, ours] of COUNTS) {
    const count = toNumber(entry[python] ?? entry[node]);
    if (count !== null) usage[ours] = count;
  }
  for (const [python, node, ours] of DURATIONS) {
    const seconds = toNumber(entry[python]);
    const ms = seconds === null ? toNumber(entry[node]) : secondsToMs(seconds);
    if (ms !== null) usage[ours] = ms;
  }
  const imageTokens = toNumber(entry.input_image_tokens ?? entry.inputImageTokens) ?? 0;
  return [kind === "llm" ? withTextTokens(usage, imageTokens) : usage];
}

/** Whether Python's version is this one or later; a report that names no version is older than any of them (PROTOCOL §5.2). */
function isSince({ language, version }: UsageSources["sdk"], since: readonly number[]): boolean {
  if (language !== "python" || version === null) return false;
  const parts = version.split(".").map((part) => Number.parseInt(part, 10));
  const place = since.findIndex((part, index) => part !== (parts[index] ?? 0));
  return place === -1 || (parts[place] ?? 0) > (since[place] ?? 0);
}

/**
 * Models that only know text never fill the details, so what is neither audio nor image is text.
 * Source: PROTOCOL §7 ("text tokens = input_tokens − audio − image when details are missing").
 */
function withTextTokens(usage: Usage, imageTokens: number): Usage {
  const { inputTokens, inputAudioTokens, inputTextTokens, outputTokens, outputAudioTokens, outputTextTokens } = usage;
  if (!inputTextTokens) usage.inputTextTokens = Math.max(0, (inputTokens ?? 0) - (inputAudioTokens ?? 0) - imageTokens);
  if (!outputTextTokens) usage.outputTextTokens = Math.max(0, (outputTokens ?? 0) - (outputAudioTokens ?? 0));
  return usage;
}
