import type { Attributes } from "@/lib/model/attributes";
import type { Span } from "@/lib/model/spans";
import type { Usage } from "@/lib/model/usage";
import { embeddedObject, numberOf, textOf, toNumber, toObject } from "./attributes";
import { secondsToMs } from "./instants";
import { modelNamedBy } from "./usage-models";
import { type UsageFigures, usageCollector } from "./usage-rows";

/**
 * Attributes with metrics as JSON in a string, snake_case and seconds (Python) or camelCase and `…Ms` (Node); and the attributes
 * that say the same where they are missing. Source: PROTOCOL §6.2, §6.3.
 */
const LLM_METRICS = "lk.llm_metrics";
const TTS_METRICS = "lk.tts_metrics";
const REALTIME_METRICS = "lk.realtime_model_metrics";

const INPUT_TOKENS = "gen_ai.usage.input_tokens";
const OUTPUT_TOKENS = "gen_ai.usage.output_tokens";

/** What other senders call the same. Source: semantic conventions before 1.27 and OpenLLMetry; OpenInference. */
const OTHER_INPUTS = ["gen_ai.usage.prompt_tokens", "llm.token_count.prompt"];
const OTHER_OUTPUTS = ["gen_ai.usage.completion_tokens", "llm.token_count.completion"];
const CACHED = [
  "gen_ai.usage.cache_read.input_tokens",
  "gen_ai.usage.input_cached_tokens",
  "gen_ai.usage.cache_read_input_tokens",
  "llm.token_count.prompt_details.cache_read",
];
const REASONING = [
  "gen_ai.usage.reasoning.output_tokens",
  "gen_ai.usage.reasoning_tokens",
  "llm.token_count.completion_details.reasoning",
];

/** Scope of all LiveKit spans, Python and Node. A session with any is LiveKit's: other spans in it are the agent's own business. */
const LIVEKIT_SCOPE = "livekit-agents";

/** Of Pipecat's `tts` and `stt` spans. Source: pipecat-ai 1.14.0, `utils/tracing/service_attributes.py`, `service_decorators.py`. */
const CHARACTERS = "metrics.character_count";
const AUDIO_SECONDS = "metrics.audio_seconds";

/** A custom `llm_node` without a request of its own below tells its tokens itself (py `voice/generation.py` 1.8). */
const LLM_SPANS = new Set(["llm_request", "llm_node"]);

/** Spans of realtime models: `realtime_inference` (1.8), before it the turn itself. */
const REALTIME_SPANS = new Set(["realtime_inference", "realtime_assistant_turn", "agent_turn"]);

/**
 * Sums the usage of a session without a report over its spans: `llm_request` (but not the judges': traps T8), realtime models
 * and `tts_request`. Of nested spans that tell of one request the inner one counts, which is the provider's.
 * Durations in milliseconds. null: the SDK's metrics do not know the figure.
 * Source: PROTOCOL §7, number 3.
 */
export function toUsageFromSpans(spans: readonly Span[]): Usage[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const kinds = new Map<Span, RequestKind>();
  const isLiveKit = spans.some(({ scopeName }) => scopeName === LIVEKIT_SCOPE);
  for (const span of spans) {
    const kind = kindOf(span) ?? (isLiveKit ? null : kindOfOthers(span));
    if (kind !== null) kinds.set(span, kind);
  }
  const outer = outerRequests(kinds, byId);
  const collector = usageCollector();
  for (const [span, kind] of kinds) {
    if (outer.has(span) || isBelow(span, "judge_evaluation", byId)) continue;
    ADD[kind](span, collector);
  }
  return collector.rows();
}

type RequestKind = "llm" | "realtime" | "tts" | "speech";

const ADD: Record<RequestKind, (span: Span, collector: Collector) => void> = {
  llm: addLlm,
  realtime: addRealtime,
  tts: addTts,
  speech: addSpeech,
};

function kindOf({ name, attributes }: Span): RequestKind | null {
  if (attributes[REALTIME_METRICS] !== undefined) return "realtime";
  if (LLM_SPANS.has(name) && (LLM_METRICS in attributes || INPUT_TOKENS in attributes)) return "llm";
  if (name === "tts_request") return attributes[TTS_METRICS] === undefined ? null : "tts";
  // The turn of a model that is not realtime repeats no tokens of its requests.
  return REALTIME_SPANS.has(name) && countOf(attributes, "output", "audio") !== null ? "realtime" : null;
}

/** Requests of other senders: OpenTelemetry's token counts, whatever the span is called, and Pipecat's characters and seconds. */
function kindOfOthers({ attributes }: Span): RequestKind | null {
  if (firstNumber(attributes, [INPUT_TOKENS, ...OTHER_INPUTS, OUTPUT_TOKENS]) !== null) return "realtime";
  return CHARACTERS in attributes || AUDIO_SECONDS in attributes ? "speech" : null;
}

type Collector = ReturnType<typeof usageCollector>;

/** Parents of a trace may be a loop if a sender errs: no tree of calls is this deep. */
const DEPTH_MAX = 64;

function isBelow(span: Span, name: string, byId: ReadonlyMap<string, Span>): boolean {
  return ancestor(span, (other) => other.name === name, byId) !== null;
}

function ancestor(span: Span, is: (span: Span) => boolean, byId: ReadonlyMap<string, Span>): Span | null {
  let current: Span | undefined = span;
  for (let depth = 0; depth < DEPTH_MAX && current?.parentSpanId; depth++) {
    current = byId.get(current.parentSpanId);
    if (current !== undefined && is(current)) return current;
  }
  return null;
}

/** Spans that stand around another of their kind: a stream adapter's speech request (Node), a
 * model that falls back to others, a turn around its inference. */
function outerRequests(kinds: ReadonlyMap<Span, RequestKind>, byId: ReadonlyMap<string, Span>): Set<Span> {
  const outer = new Set<Span>();
  for (const [span, kind] of kinds) {
    const around = ancestor(span, (other) => other !== span && kinds.get(other) === kind, byId);
    if (around !== null) outer.add(around);
  }
  return outer;
}

function addLlm(span: Span, collector: Collector): void {
  const sent = embeddedObject(span.attributes, LLM_METRICS);
  const figures: Partial<UsageFigures> =
    sent === null
      ? fromAttributes(span)
      : {
          inputTokens: either(sent, "prompt_tokens", "promptTokens"),
          inputCachedTokens: either(sent, "prompt_cached_tokens", "promptCachedTokens"),
          outputTokens: either(sent, "completion_tokens", "completionTokens"),
          reasoningTokens: either(sent, "reasoning_tokens", "reasoningTokens"),
        };
  if (figures.inputTokens === null && figures.outputTokens === null) return;
  // These models only know text.
  figures.inputTextTokens = figures.inputTokens ?? null;
  figures.outputTextTokens = figures.outputTokens ?? null;
  collector.add({ kind: "llm", ...modelOf(span, sent) }, figures);
}

function addRealtime(span: Span, collector: Collector): void {
  const sent = embeddedObject(span.attributes, REALTIME_METRICS);
  const figures = sent === null ? fromAttributes(span) : fromRealtimeMetrics(sent);
  if (figures.inputTokens === null && figures.outputTokens === null) return;
  collector.add({ kind: "llm", ...modelOf(span, sent) }, figures);
}

function fromRealtimeMetrics(sent: Attributes): Partial<UsageFigures> {
  const input = toObject(sent.input_token_details ?? sent.inputTokenDetails) ?? {};
  const output = toObject(sent.output_token_details ?? sent.outputTokenDetails) ?? {};
  const seconds = toNumber(sent.session_duration);
  return {
    inputTokens: either(sent, "input_tokens", "inputTokens"),
    inputCachedTokens: either(input, "cached_tokens", "cachedTokens"),
    inputAudioTokens: either(input, "audio_tokens", "audioTokens"),
    inputTextTokens: either(input, "text_tokens", "textTokens"),
    outputTokens: either(sent, "output_tokens", "outputTokens"),
    outputAudioTokens: either(output, "audio_tokens", "audioTokens"),
    outputTextTokens: either(output, "text_tokens", "textTokens"),
    sessionDurationMs: seconds === null ? toNumber(sent.sessionDurationMs) : secondsToMs(seconds),
  };
}

/** What OpenTelemetry's attributes say where the SDK's own metrics are missing or cut. */
function fromAttributes(span: Span): Partial<UsageFigures> {
  const { attributes } = span;
  return {
    inputTokens: firstNumber(attributes, [INPUT_TOKENS, ...OTHER_INPUTS]),
    inputCachedTokens: firstNumber(attributes, CACHED),
    inputAudioTokens: countOf(attributes, "input", "audio"),
    inputTextTokens: countOf(attributes, "input", "text"),
    outputTokens: firstNumber(attributes, [OUTPUT_TOKENS, ...OTHER_OUTPUTS]),
    outputAudioTokens: countOf(attributes, "output", "audio"),
    outputTextTokens: countOf(attributes, "output", "text"),
    reasoningTokens: firstNumber(attributes, REASONING),
  };
}

/** Tokens of one kind: `gen_ai.usage.audio.input_tokens`, or in older SDKs `gen_ai.usage.input_audio_tokens`. */
function countOf(attributes: Attributes, direction: "input" | "output", kind: "audio" | "text"): number | null {
  return (
    numberOf(attributes, `gen_ai.usage.${kind}.${direction}_tokens`) ??
    numberOf(attributes, `gen_ai.usage.${direction}_${kind}_tokens`)
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

function addSpeech(span: Span, collector: Collector): void {
  const characters = numberOf(span.attributes, CHARACTERS);
  const seconds = numberOf(span.attributes, AUDIO_SECONDS);
  const audioDurationMs = seconds === null ? null : secondsToMs(seconds);
  const kind = characters === null ? "stt" : "tts";
  collector.add({ kind, ...modelOf(span, null) }, { charactersCount: characters, audioDurationMs });
}

function modelOf(span: Span, metrics: Attributes | null): { provider: string; model: string } {
  const metadata = toObject(metrics?.metadata) ?? {};
  const provider = textOf(metadata, "model_provider") ?? textOf(metadata, "modelProvider");
  const model = textOf(metadata, "model_name") ?? textOf(metadata, "modelName");
  const named = modelNamedBy(span.attributes);
  return { provider: provider ?? named.provider, model: model ?? named.model };
}

function firstNumber(attributes: Attributes, names: readonly string[]): number | null {
  for (const name of names) {
    const number = numberOf(attributes, name);
    if (number !== null) return number;
  }
  return null;
}

function either(sent: Attributes, python: string, node: string): number | null {
  return toNumber(sent[python] ?? sent[node]);
}
