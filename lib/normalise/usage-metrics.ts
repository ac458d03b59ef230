import type { MetricPoint } from "@/lib/model/metrics";
import type { Usage } from "@/lib/model/usage";
import { lookUp, textOf } from "./attributes";
import { secondsToMs } from "./instants";
import { modelNamedBy } from "./usage-models";
import { type UsageFigure, type UsageFigures, usageCollector } from "./usage-rows";

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
 * Counters of other senders, each point of one `gen_ai.token.modality`, and what tokens of sound and text are besides. `cache_read` and
 * `reasoning` are parts of the first two. Source: OpenTelemetry semantic conventions for generative AI, inference token metrics.
 */
const INFERENCE_PREFIX = "gen_ai.client.inference.usage.";
const INFERENCE: Record<string, { figure: UsageFigure; ofModality: Readonly<Record<string, UsageFigure>> }> = {
  input_tokens: { figure: "inputTokens", ofModality: { audio: "inputAudioTokens", text: "inputTextTokens" } },
  output_tokens: { figure: "outputTokens", ofModality: { audio: "outputAudioTokens", text: "outputTextTokens" } },
  "cache_read.input_tokens": { figure: "inputCachedTokens", ofModality: {} },
  "reasoning.output_tokens": { figure: "reasoningTokens", ofModality: {} },
};

/**
 * The histogram that most senders have: its `sum` counts tokens, by the attribute `gen_ai.token.type` (`completion` until 1.27).
 * LiveKit (Python >= 1.8, Node >= 1.9) sends it beside its own counters. Source: OpenTelemetry semantic conventions 1.27 to 1.44.
 */
const TOKEN_USAGE = "gen_ai.client.token.usage";
const TOKEN_TYPES: Record<string, UsageFigure> = {
  input: "inputTokens",
  output: "outputTokens",
  completion: "outputTokens",
};

/** What one point tells of one model. */
interface Told {
  row: Pick<Usage, "kind" | "provider" | "model">;
  figures: Partial<UsageFigures>;
}

/** The families of metrics that tell usage, the best first: they tell of the same tokens, so only one counts. */
const FAMILIES: readonly ((point: MetricPoint, amount: number) => Told | null)[] = [
  toldByLiveKit,
  toldByInference,
  toldByHistogram,
];

/**
 * Adds up the usage metrics of a session, of the best family that it has: deltas, each point once; of cumulative points the last of each
 * counter since its start. A figure that was never sent stays null.
 * Durations in milliseconds.
 * Source: PROTOCOL §7, number 4; opentelemetry-specification, metrics data model (temporality, resets).
 */
export function toUsageFromMetrics(points: readonly MetricPoint[]): Usage[] {
  const added = increments(points);
  for (const toldBy of FAMILIES) {
    const collector = usageCollector();
    for (const point of added) {
      const amount = amountOf(point);
      const told = amount === null ? null : toldBy(point, amount);
      if (told !== null) collector.add(told.row, told.figures);
    }
    const rows = collector.rows();
    if (rows.length > 0) return rows;
  }
  return [];
}

function toldByLiveKit({ name, attributes }: MetricPoint, amount: number): Told | null {
  const counter = name.startsWith(PREFIX) ? lookUp(COUNTERS, name.slice(PREFIX.length)) : undefined;
  if (counter === undefined) return null;
  const provider = textOf(attributes, "model_provider") ?? "";
  const model = textOf(attributes, "model_name") ?? "";
  const figures = { [counter.figure]: counter.isSeconds ? secondsToMs(amount) : amount };
  return { row: { kind: counter.kind, provider, model }, figures };
}

function toldByInference({ name, attributes }: MetricPoint, amount: number): Told | null {
  const counter = name.startsWith(INFERENCE_PREFIX)
    ? lookUp(INFERENCE, name.slice(INFERENCE_PREFIX.length))
    : undefined;
  if (counter === undefined) return null;
  const part = lookUp(counter.ofModality, textOf(attributes, "gen_ai.token.modality") ?? "");
  const figures = { [counter.figure]: amount, ...(part === undefined ? {} : { [part]: amount }) };
  return { row: { kind: "llm", ...modelNamedBy(attributes) }, figures };
}

function toldByHistogram({ name, attributes }: MetricPoint, amount: number): Told | null {
  const figure = name === TOKEN_USAGE ? lookUp(TOKEN_TYPES, textOf(attributes, "gen_ai.token.type") ?? "") : undefined;
  return figure === undefined
    ? null
    : { row: { kind: "llm", ...modelNamedBy(attributes) }, figures: { [figure]: amount } };
}

function amountOf({ value, histogram }: MetricPoint): number | null {
  const amount = histogram === null ? value : histogram.sum;
  return amount !== null && Number.isFinite(amount) ? amount : null;
}

/** The points that add up, of points in order of time. */
function increments(points: readonly MetricPoint[]): MetricPoint[] {
  const lastOf = new Map<string, MetricPoint>();
  const ended: MetricPoint[] = [];
  for (const point of points) {
    if (!point.isCumulative) continue;
    const key = `${point.name} ${point.startNs} ${JSON.stringify(point.attributes)}`;
    const before = lastOf.get(key);
    // A sender that does not know when it started shows by less than before that it started anew.
    if (before !== undefined && (amountOf(point) ?? 0) < (amountOf(before) ?? 0)) ended.push(before);
    lastOf.set(key, point);
  }
  return [...points.filter(({ isCumulative }) => !isCumulative), ...ended, ...lastOf.values()];
}
