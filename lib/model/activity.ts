import { z } from "zod";

/** From … to, in milliseconds of the session's clock (in a stored activity: of the recording's). */
export const Stretch = z.tuple([z.number(), z.number()]);
export type Stretch = z.infer<typeof Stretch>;

/** Who was heard when, found in the recording itself (`audio/speech-activity.ts`): lists in order, without overlaps. */
export const AudioActivity = z.object({
  user: z.array(Stretch),
  agent: z.array(Stretch),
  /** Both at once. */
  overlaps: z.array(Stretch),
  /** Neither for two seconds and more. */
  silences: z.array(Stretch),
});
export type AudioActivity = z.infer<typeof AudioActivity>;

export const HealthCode = z.enum(["unreadable", "silent-side", "shorter-than-call", "gaps", "drift"]);
export type HealthCode = z.infer<typeof HealthCode>;

/** Whether a recording can be trusted, and why not, in plain words. Decided in `audio/health.ts`. */
export const RecordingHealth = z.object({
  verdict: z.enum(["ok", "warning", "bad"]),
  reasons: z.array(z.object({ code: HealthCode, text: z.string() })),
});
export type RecordingHealth = z.infer<typeof RecordingHealth>;
