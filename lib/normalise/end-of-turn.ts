import type { Span } from "@/lib/model/spans";
import { numberOf } from "./attributes";

/** On `eou_detection` spans, 0..1. Source: PROTOCOL §6.2. */
const PROBABILITY = "lk.eou.probability";

/** How sure the turn detector was each time that the caller had finished, in the order of the spans; -1 and the like are left out. */
export function toEndOfTurnProbabilities(spans: readonly Span[]): number[] {
  return spans.flatMap(({ attributes }) => {
    const probability = numberOf(attributes, PROBABILITY);
    return probability !== null && probability >= 0 && probability <= 1 ? [probability] : [];
  });
}
