import type { Attributes } from "@/lib/model/attributes";
import { textOf } from "./attributes";

/** What senders call a model and who provides it. Source: OpenTelemetry semantic conventions (before 1.37 `gen_ai.system`); OpenInference. */
const PROVIDERS = ["gen_ai.provider.name", "gen_ai.system", "llm.provider"];
const MODELS = ["gen_ai.request.model", "gen_ai.response.model", "llm.model_name"];

/** Which model the attributes of a span or a datapoint name; "" for what they do not name. */
export function modelNamedBy(attributes: Attributes): { provider: string; model: string } {
  return { provider: firstWord(attributes, PROVIDERS), model: firstWord(attributes, MODELS) };
}

function firstWord(attributes: Attributes, names: readonly string[]): string {
  for (const name of names) {
    const text = textOf(attributes, name);
    if (text !== null) return text;
  }
  return "";
}
