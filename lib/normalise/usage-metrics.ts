import type { MetricPoint } from "@/lib/model/metrics";
import type { Usage } from "@/lib/model/usage";
import { lookUp, textOf } from "./attributes";
import { secondsToMs } from "./instants";
import { type UsageFigure, usageCollector } from "./usage-rows";

/**
 * Counters of usage: name without its prefix, what kind of model it counts, and our figure. Durations are seconds. Attributes of
 * their points: `model_provider`, `model_name`. Source: PROTOCOL §7 (py `telemetry/otel_metrics.py`).
 */
const PREFIX = "lk.agents.usage.";
const COUNTERS: Record<string, { kind: Usage["kind"]; figure: UsageFigure; isSeconds?: true }> = {
  llm_input_tokens: { kind: "llm", figure: "inputTokens" },
  llm_input_cached_tokens: { kind: "llm", figure: "inputCachedTokens" },
  llm_input_audio_tokens: { kind: "llm", figure: "inputAudioTokens" },
  llm_input_text_tokens: { kind: "llm", figure: "inputTextTokens" },
  llm_output_tokens: { kind: "llm", figure: "outputTokens" },
  llm_output_audio_tokens: { kind: "llm", figure: "outputAudioTokens" },
  llm_output_text_tokens: { kind: "llm", figure: "outputTextTokens" },
  llm_session_duration: { kind: "llm", figure: "sessionDurationMs", isSeconds: true },
  tts_characters: { kind: "tts", figure: "charactersCount" },
  tts_audio_duration: { kind: "tts", figure: "audioDurationMs", isSeconds: true },
  stt_audio_duration: { kind: "stt", figure: "audioDurationMs", isSeconds: true },
};

/**
 * Adds up the usage counters of a session: deltas, each point once; where somebody between made them cumulative, the last point of
 * each counter since its start. A counter that was never sent stays null.
 * Durations in milliseconds.
 * Source: PROTOCOL §7, number 4.
 */
export function toUsageFromMetrics(points: readonly MetricPoint[]): Usage[] {
  const collector = usageCollector();
  for (const { name, value, attributes } of increments(points)) {
    if (value === null || !Number.isFinite(value) || !name.startsWith(PREFIX)) continue;
    const counter = lookUp(COUNTERS, name.slice(PREFIX.length));
    if (counter === undefined) continue;
    const provider = textOf(attributes, "model_provider") ?? "";
    const model = textOf(attributes, "model_name") ?? "";
    const amount = counter.isSeconds ? secondsToMs(value) : value;
    collector.add({ kind: counter.kind, provider, model }, { [counter.figure]: amount });
  }
  return collector.rows();
}

/** The points that add up, of points in order of time. */
function increments(points: readonly MetricPoint[]): MetricPoint[] {
  const lastOf = new Map<string, MetricPoint>();
  for (const point of points) {
    if (!point.isCumulative) continue;
    lastOf.set(`${point.name} ${point.startNs} ${JSON.stringify(point.attributes)}`, point);
  }
  return [...points.filter(({ isCumulative }) => !isCumulative), ...lastOf.values()];
}
