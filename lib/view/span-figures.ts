import type { TimelineRecord } from "@/lib/model/timeline";
import { parseJson } from "./arguments";
import { formatConfidence, formatMs, formatWhole } from "./format";

/** One figure of a record with its name. */
export interface Fact {
  name: string;
  text: string;
}

/** Figures that belong together. */
export interface FactGroup {
  title: string;
  facts: Fact[];
}

/** `s`: seconds; `turn`: seconds from Python, milliseconds from Node (trap T2); `ms`; counts; shares of one; words. */
type Unit = "s" | "turn" | "ms" | "count" | "speed" | "share" | "text";

/**
 * Attributes that are figures, by how their names end: prefixes differ by SDK and standard, the endings agree. `metrics.x`:
 * a field of the JSON that the SDKs put into an attribute of that ending, in snake case.
 * Source: PROTOCOL §6.2, §6.3, trap T2.
 */
const FIGURES: Record<string, readonly (readonly [ending: string, label: string, unit: Unit])[]> = {
  Timing: [
    ["e2e_latency", "Waited, end to end (e2e)", "s"],
    ["transcription_delay", "Transcription", "turn"],
    ["end_of_turn_delay", "End of turn decision", "turn"],
    ["on_user_turn_completed_delay", "Your callback", "s"],
    ["speech.queue_wait", "Waited for speech before it", "s"],
    ["eou.wait_duration", "Waited for the end of turn", "s"],
    ["eou.endpointing_delay", "Endpointing delay (setting)", "turn"],
    ["response.ttft", "First token (TTFT)", "s"],
    ["response.time_to_first_chunk", "First chunk", "s"],
    ["response.ttfb", "First byte (TTFB)", "s"],
    ["metrics.tokens_per_second", "Speed", "speed"],
    ["metrics.audio_duration", "Audio", "s"],
    ["metrics.audio_duration_ms", "Audio", "ms"],
    ["playout.position", "Played until", "s"],
    ["blocking.duration", "Stood still", "s"],
    ["blocking.threshold", "Reported from", "s"],
    ["blocking.gc_time", "Of it garbage collection", "s"],
    ["blocking.cpu_time", "Of it the agent's own work", "s"],
    ["job.dispatch_latency", "Dispatch of the job", "s"],
    ["job.entrypoint_latency", "Until the entrypoint", "s"],
  ],
  Model: [
    ["request.model", "Model", "text"],
    ["response.model", "Model that answered", "text"],
    ["provider.name", "Provider", "text"],
    ["response.finish_reasons", "Ended because", "text"],
    ["retry_count", "Retries", "count"],
    ["transcript_confidence", "Confidence", "share"],
    ["interrupted", "Interrupted", "text"],
    ["interruption.source", "Interrupted by", "text"],
    ["eou.outcome", "Outcome", "text"],
    ["evaluation.score.label", "Verdict", "text"],
    ["evaluation.explanation", "Reasoning", "text"],
  ],
  Tokens: [
    ["usage.input_tokens", "In", "count"],
    ["usage.cache_read.input_tokens", "In, cached", "count"],
    ["usage.audio.input_tokens", "In, audio", "count"],
    ["usage.text.input_tokens", "In, text", "count"],
    ["usage.output_tokens", "Out", "count"],
    ["usage.audio.output_tokens", "Out, audio", "count"],
    ["usage.text.output_tokens", "Out, text", "count"],
    ["usage.reasoning.output_tokens", "Out, reasoning", "count"],
    ["metrics.characters_count", "Characters", "count"],
  ],
};

/** Ids that lead elsewhere: to the provider's own log, to the speech that several spans share. */
const IDS: readonly (readonly [ending: string, label: string])[] = [
  ["speech_id", "speech id"],
  ["generation_id", "generation id"],
  ["response.id", "response id"],
  ["provider_request_ids", "provider request id"],
  ["metrics.request_id", "request id"],
  ["tool.call.id", "call id"],
  ["participant_id", "participant id"],
  ["worker_id", "worker id"],
  ["dispatch_id", "dispatch id"],
];

/** The figures of a record's attributes, in groups; groups without any are left out. `isNode`: the sender's language. */
export function readFigures(attributes: Readonly<Record<string, unknown>>, isNode: boolean): FactGroup[] {
  const entries = withEmbedded(attributes);
  const groups: FactGroup[] = [];
  for (const [title, figures] of Object.entries(FIGURES)) {
    const facts: Fact[] = [];
    for (const [ending, label, unit] of figures) {
      const text = textOf(findValue(entries, ending), unit, isNode);
      const isSaid = facts.some((fact) => fact.name === label || (fact.text === text && label.startsWith(fact.name)));
      if (text !== "" && !isSaid) facts.push({ name: label, text });
    }
    if (facts.length > 0) groups.push({ title, facts });
  }
  return groups;
}

/** Ids of a record with what they are, each once. */
export function readIds(attributes: Readonly<Record<string, unknown>>): Fact[] {
  const entries = withEmbedded(attributes);
  const ids = new Map<string, string>();
  for (const [ending, name] of IDS) {
    const value = findValue(entries, ending);
    for (const id of Array.isArray(value) ? value : [value]) {
      if (typeof id === "string" && id !== "" && !ids.has(id)) ids.set(id, name);
    }
  }
  return [...ids].map(([text, name]) => ({ name, text }));
}

/** One number among a record's attributes by how its name ends; null when it was not sent. */
export function readNumber({ attributes }: Pick<TimelineRecord, "attributes">, ending: string): number | null {
  const value = findValue(withEmbedded(attributes), ending);
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** One text among a record's attributes by how its name ends; "" when it was not sent. */
export function readText({ attributes }: Pick<TimelineRecord, "attributes">, ending: string): string {
  const value = findValue(Object.entries(attributes), ending);
  return typeof value === "string" ? value : "";
}

type Entries = readonly (readonly [string, unknown])[];

function findValue(entries: Entries, ending: string): unknown {
  return entries.find(([name]) => name === ending || name.endsWith(`.${ending}`))?.[1];
}

function withEmbedded(attributes: Readonly<Record<string, unknown>>): Entries {
  const entries: [string, unknown][] = Object.entries(attributes);
  for (const [name, value] of Object.entries(attributes)) {
    if (!name.endsWith("_metrics") || typeof value !== "string") continue;
    const inside = parseJson(value);
    if (typeof inside !== "object" || inside === null) continue;
    for (const [key, one] of Object.entries(inside)) entries.push([`metrics.${snakeCase(key)}`, one]);
  }
  return entries;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function textOf(value: unknown, unit: Unit, isNode: boolean): string {
  if (unit === "text") return wordsOf(value);
  if (typeof value !== "number" || !Number.isFinite(value)) return "";
  switch (unit) {
    case "s":
      return formatMs(value * 1000);
    case "turn":
      return formatMs(isNode ? value : value * 1000);
    case "ms":
      return formatMs(value);
    case "count":
      return formatWhole(value);
    case "speed":
      return `${formatWhole(value)} tokens/s`;
    case "share":
      return formatConfidence(value);
    default: {
      const never: never = unit;
      return never;
    }
  }
}

function wordsOf(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(wordsOf).filter(Boolean).join(", ");
  return typeof value === "string" ? value : "";
}
