import type { Attributes } from "@/lib/model/attributes";
import type { Span } from "@/lib/model/spans";
import type { Usage } from "@/lib/model/usage";
import { embeddedObject, numberOf, textOf, toNumber, toObject } from "./attributes";
import { secondsToMs } from "./instants";
import { type UsageFigures, usageCollector } from "./usage-rows";

/**
 * Attributes with metrics as JSON in a string, snake_case and seconds (Python) or camelCase and `…Ms` (Node); and the attributes
 * that say the same where they are missing. Source: PROTOCOL §6.2, §6.3.
 */
const LLM_METRICS = "lk.llm_metrics";
const TTS_METRICS = "lk.tts_metrics";
const REALTIME_METRICS = "lk.realtime_model_metrics";

/**
 * Sums the usage of a session without a report over its spans: `llm_request` (but not the judges': traps T8), realtime models
 * and `tts_request`. Of nested `tts_request`s the inner one counts, which is the provider's.
 * Durations in milliseconds. null: the SDK's metrics do not know the figure.
 * Source: PROTOCOL §7, number 3.
 */
export function toUsageFromSpans(spans: readonly Span[]): Usage[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const outerTts = outerRequests(spans, byId);
  const collector = usageCollector();
  for (const span of spans) {
    if (span.attributes[REALTIME_METRICS] !== undefined) addRealtime(span, collector);
    else if (span.name === "llm_request" && !isBelow(span, "judge_evaluation", byId)) addLlm(span, collector);
    else if (span.name === "tts_request" && !outerTts.has(span.spanId)) addTts(span, collector);
  }
  return collector.rows();
}

type Collector = ReturnType<typeof usageCollector>;

/** Parents of a trace may be a loop if a sender errs: no tree of calls is this deep. */
const DEPTH_MAX = 64;

function isBelow(span: Span, name: string, byId: ReadonlyMap<string, Span>): boolean {
  return ancestor(span, name, byId) !== null;
}

function ancestor(span: Span, name: string, byId: ReadonlyMap<string, Span>): Span | null {
  let current: Span | undefined = span;
  for (let depth = 0; depth < DEPTH_MAX && current?.parentSpanId; depth++) {
    current = byId.get(current.parentSpanId);
    if (current?.name === name) return current;
  }
  return null;
}

function outerRequests(spans: readonly Span[], byId: ReadonlyMap<string, Span>): Set<string> {
  const outer = new Set<string>();
  for (const span of spans) {
    if (span.name !== "tts_request" || span.attributes[TTS_METRICS] === undefined) continue;
    const parent = ancestor(span, "tts_request", byId);
    if (parent !== null) outer.add(parent.spanId);
  }
  return outer;
}

function addLlm(span: Span, collector: Collector): void {
  const sent = embeddedObject(span.attributes, LLM_METRICS);
  const figures: Partial<UsageFigures> =
    sent === null
      ? {
          inputTokens: numberOf(span.attributes, "gen_ai.usage.input_tokens"),
          inputCachedTokens: cachedTokens(span),
          outputTokens: numberOf(span.attributes, "gen_ai.usage.output_tokens"),
        }
      : {
          inputTokens: either(sent, "prompt_tokens", "promptTokens"),
          inputCachedTokens: either(sent, "prompt_cached_tokens", "promptCachedTokens"),
          outputTokens: either(sent, "completion_tokens", "completionTokens"),
          reasoningTokens: either(sent, "reasoning_tokens", "reasoningTokens"),
        };
  if (figures.inputTokens === null && figures.outputTokens === null) return;
  // These models only know text.
  figures.inputTextTokens = figures.inputTokens;
  figures.outputTextTokens = figures.outputTokens;
  collector.add({ kind: "llm", ...modelOf(span, sent) }, figures);
}

function addRealtime(span: Span, collector: Collector): void {
  const sent = embeddedObject(span.attributes, REALTIME_METRICS);
  if (sent === null) return;
  const input = toObject(sent.input_token_details ?? sent.inputTokenDetails) ?? {};
  const output = toObject(sent.output_token_details ?? sent.outputTokenDetails) ?? {};
  const seconds = toNumber(sent.session_duration);
  collector.add(
    { kind: "llm", ...modelOf(span, sent) },
    {
      inputTokens: either(sent, "input_tokens", "inputTokens"),
      inputCachedTokens: either(input, "cached_tokens", "cachedTokens"),
      inputAudioTokens: either(input, "audio_tokens", "audioTokens"),
      inputTextTokens: either(input, "text_tokens", "textTokens"),
      outputTokens: either(sent, "output_tokens", "outputTokens"),
      outputAudioTokens: either(output, "audio_tokens", "audioTokens"),
      outputTextTokens: either(output, "text_tokens", "textTokens"),
      sessionDurationMs: seconds === null ? toNumber(sent.sessionDurationMs) : secondsToMs(seconds),
    },
  );
}

function addTts(span: Span, collector: Collector): void {
  const sent = embeddedObject(span.attributes, TTS_METRICS);
  if (sent === null) return;
  const seconds = toNumber(sent.audio_duration);
  collector.add(
    { kind: "tts", ...modelOf(span, sent) },
    {
      charactersCount: either(sent, "characters_count", "charactersCount"),
      audioDurationMs: seconds === null ? toNumber(sent.audioDurationMs) : secondsToMs(seconds),
      inputTokens: either(sent, "input_tokens", "inputTokens"),
      outputTokens: either(sent, "output_tokens", "outputTokens"),
    },
  );
}

function modelOf(span: Span, metrics: Attributes | null): { provider: string; model: string } {
  const metadata = toObject(metrics?.metadata) ?? {};
  const provider = textOf(metadata, "model_provider") ?? textOf(metadata, "modelProvider");
  const model = textOf(metadata, "model_name") ?? textOf(metadata, "modelName");
  return {
    provider: provider ?? textOf(span.attributes, "gen_ai.provider.name") ?? "",
    model: model ?? textOf(span.attributes, "gen_ai.request.model") ?? "",
  };
}

function cachedTokens({ attributes }: Span): number | null {
  return (
    numberOf(attributes, "gen_ai.usage.cache_read.input_tokens") ??
    numberOf(attributes, "gen_ai.usage.input_cached_tokens")
  );
}

function either(sent: Attributes, python: string, node: string): number | null {
  return toNumber(sent[python] ?? sent[node]);
}
