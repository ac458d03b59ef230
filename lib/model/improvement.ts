import { z } from "zod";

const duration = z.number().nullable();

/** One message of a call in figures. Milliseconds since the call began, rounded; no words. */
export const ImprovementTurn = z.object({
  role: z.enum(["user", "agent", "system"]).nullable(),
  startMs: z.number(),
  durationMs: duration,
  interrupted: z.boolean(),
  e2eLatencyMs: duration,
  endOfTurnDelayMs: duration,
  transcriptionDelayMs: duration,
  llmTtftMs: duration,
  ttsTtfbMs: duration,
});

/** What a session past retention leaves: nothing that anybody said, no name, no id, no date but the month. */
export const ImprovementFigures = z.object({
  language: z.string().nullable(),
  sdkVersion: z.string().nullable(),
  durationMs: duration,
  turns: z.array(ImprovementTurn),
  /** 0..1 each, in their order: how sure the turn detector was that the caller had finished. */
  endOfTurnProbabilities: z.array(z.number()),
  toolCallCount: z.number(),
  toolErrorCount: z.number(),
  usage: z.array(
    z.object({
      kind: z.string(),
      inputTokens: z.number().nullable(),
      inputCachedTokens: z.number().nullable(),
      outputTokens: z.number().nullable(),
      charactersCount: z.number().nullable(),
      audioDurationMs: z.number().nullable(),
    }),
  ),
});
export type ImprovementFigures = z.infer<typeof ImprovementFigures>;

/** One record of the programme as the page lists it. `id` is a hash whose salt is gone. */
export const ImprovementRecord = z.object({ id: z.string(), month: z.string(), figures: ImprovementFigures });
export type ImprovementRecord = z.infer<typeof ImprovementRecord>;

/** Answer of `GET /api/v1/project/improvement-records`: the latest months first. */
export const ImprovementAnswer = z.object({ count: z.number(), records: z.array(ImprovementRecord) });
export type ImprovementAnswer = z.infer<typeof ImprovementAnswer>;

export const ImprovementPath = z.strictObject({ id: z.string().max(100) });
