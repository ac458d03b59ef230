import type { Usage } from "@/lib/model/usage";

/** The figures of a usage row, without what names it. */
export type UsageFigures = Omit<Usage, "kind" | "provider" | "model">;
export type UsageFigure = keyof UsageFigures;

/** A usage row of which nothing is reported yet. */
export function emptyUsage(kind: Usage["kind"], provider: string, model: string): Usage {
  return {
    kind,
    provider,
    model,
    inputTokens: null,
    inputCachedTokens: null,
    inputAudioTokens: null,
    inputTextTokens: null,
    outputTokens: null,
    outputAudioTokens: null,
    outputTextTokens: null,
    reasoningTokens: null,
    charactersCount: null,
    audioDurationMs: null,
    sessionDurationMs: null,
  };
}

/** The order in which the SDKs' own reports list kinds. */
const KINDS_IN_ORDER: readonly Usage["kind"][] = ["llm", "tts", "stt", "other"];

/** Collects figures by kind, provider and model: rows by kind, within it in the order of first mention. */
export function usageCollector(): {
  add(row: Pick<Usage, "kind" | "provider" | "model">, figures: Partial<UsageFigures>): void;
  rows(): Usage[];
} {
  const byModel = new Map<string, Usage>();
  return {
    add({ kind, provider, model }, figures) {
      const key = JSON.stringify([kind, provider, model]);
      const row = byModel.get(key) ?? emptyUsage(kind, provider, model);
      byModel.set(key, row);
      for (const [name, value] of Object.entries(figures) as [UsageFigure, number | null][]) {
        if (value !== null) row[name] = (row[name] ?? 0) + value;
      }
    },
    rows: () => [...byModel.values()].sort((a, b) => KINDS_IN_ORDER.indexOf(a.kind) - KINDS_IN_ORDER.indexOf(b.kind)),
  };
}
