import { z } from "zod";
import { SessionId } from "./sessions";

/** The audio of a session: left channel is the user's side, right channel the agent's. Born in `normalise/recordings.ts`. */
export interface Recording {
  blobKey: string;
  sizeBytes: number;
  contentType: string;
  /** When the first sample was heard, by the agent's clock; null when the sender gave no time (epoch 0). */
  startNs: bigint | null;
  /** The sender's word for its length; the file's own length, found by the background process, is better. */
  declaredDurationMs: number | null;
}

/** What the background process found out about a stored recording by reading the file. */
export interface RecordingFacts {
  durationMs: number;
  /** Blob with peaks: see `lib/audio/peaks.ts` for the layout. */
  peaksBlobKey: string;
  /** Who is heard when: see `lib/audio/recorded-activity.ts` for the layout. */
  activity: Uint8Array;
}

/** Query of `GET /api/v1/sessions/:id/audio`. `side` alone means a WAV too: one channel cannot be cut out of the Ogg file. */
export const AudioQuery = z.object({
  id: SessionId,
  side: z.enum(["user", "agent"]).optional(),
  format: z.enum(["ogg", "wav"]).optional(),
});
export type AudioQuery = z.infer<typeof AudioQuery>;

/** Query of `GET /api/v1/sessions/:id/peaks`; `fromMs` and `toMs` on the recording's own clock. */
export const PeaksQuery = z.object({
  id: SessionId,
  buckets: z.coerce.number().int().min(1).max(200_000).default(2000),
  fromMs: z.coerce.number().min(0).optional(),
  toMs: z.coerce.number().min(0).optional(),
});
export type PeaksQuery = z.infer<typeof PeaksQuery>;

/** JSON answer of `GET /api/v1/sessions/:id/peaks`: lowest and highest sample of each bucket, −127 … 127, a channel. */
export const PeaksAnswer = z.object({
  bucketsPerSecond: z.number(),
  bucketCount: z.number(),
  channels: z.array(z.object({ side: z.enum(["user", "agent"]), min: z.array(z.number()), max: z.array(z.number()) })),
});
export type PeaksAnswer = z.infer<typeof PeaksAnswer>;
