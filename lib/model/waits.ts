import { z } from "zod";

/** What somebody was busy with while the caller waited. Decided in `normalise/waits.ts`. */
export const WaitStage = z.enum([
  "transcription",
  "end of turn decision",
  "on_user_turn_completed",
  "speech queue",
  "LLM, tool step",
  "LLM, first token",
  "LLM, first sentence",
  "tool",
  "TTS, first byte",
  "playback",
  "not explained",
]);
export type WaitStage = z.infer<typeof WaitStage>;

/** One stretch of a wait. Milliseconds. `spanId`: the span that tells of it; null where only the transcript does. */
export const WaitPart = z.object({
  stage: WaitStage,
  /** Whose time it is as far as the sender named it: provider and model, tool, setting; "" otherwise. */
  owner: z.string(),
  durationMs: z.number(),
  spanId: z.string().nullable(),
});
export type WaitPart = z.infer<typeof WaitPart>;

/** The wait before one turn of the agent, the item `itemId`: end of the caller's speech to the first sound. Milliseconds. */
export const TimelineWait = z.object({
  itemId: z.string(),
  /** As the SDK reports it; for realtime models, which report none, by the times of the transcript. The parts sum to it. */
  totalMs: z.number(),
  /** The same gap measured in the recording: the caller's last sound to the agent's first. Null where it cannot be measured. */
  heardMs: z.number().nullable(),
  parts: z.array(WaitPart),
});
export type TimelineWait = z.infer<typeof TimelineWait>;

/** What names a wait in a stream: no record of another kind has such an id. */
export function waitId({ itemId }: Pick<TimelineWait, "itemId">): string {
  return `wait:${itemId}`;
}
