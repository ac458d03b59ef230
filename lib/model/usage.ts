import { z } from "zod";

const count = z.number().nullable();

/**
 * What one model used in a session. Every figure: null = not reported, 0 = reported as zero, or omitted by a sender
 * that omits zeros (PROTOCOL §7). Durations in milliseconds. `inputTokens` includes the cached and audio tokens.
 */
export const Usage = z.object({
  kind: z.enum(["llm", "tts", "stt", "other"]),
  provider: z.string(),
  model: z.string(),
  inputTokens: count,
  inputCachedTokens: count,
  inputAudioTokens: count,
  inputTextTokens: count,
  outputTokens: count,
  outputAudioTokens: count,
  outputTextTokens: count,
  reasoningTokens: count,
  charactersCount: count,
  audioDurationMs: count,
  sessionDurationMs: count,
});
export type Usage = z.infer<typeof Usage>;
