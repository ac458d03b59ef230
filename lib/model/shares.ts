import { z } from "zod";
import { SessionId } from "./sessions";

const DAYS_MAX = 365;

/** Body and path of `POST /api/v1/sessions/{id}/shares`. */
export const ShareInput = z
  .strictObject({
    id: SessionId,
    /** Until the link opens nothing any more. */
    days: z.number().int().min(1).max(DAYS_MAX).default(7),
    withAudio: z.boolean().default(false),
    /** What the built-in and the project's own rules find is replaced in everything that the link shows. */
    redacted: z.boolean().default(false),
  })
  .refine(({ withAudio, redacted }) => !(withAudio && redacted), {
    path: ["withAudio"],
    message: "A redacted link has no audio: nothing can be replaced in a voice.",
  });
export type ShareInput = z.infer<typeof ShareInput>;

export const SharePath = z.object({ id: SessionId, shareId: z.string().max(100) });

/** A link to one session for people without an account. The link itself is shown once. */
export const Share = z.object({
  id: z.string(),
  sessionId: z.string(),
  withAudio: z.boolean(),
  redacted: z.boolean(),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  /** null: still works, unless it has expired. */
  revokedAt: z.string().nullable(),
  /** An address counts once an hour. */
  openedCount: z.number(),
  lastOpenedAt: z.string().nullable(),
});
export type Share = z.infer<typeof Share>;

/** Answer of `GET /api/v1/shares` and `GET /api/v1/sessions/{id}/shares`: the latest first. */
export const SharesAnswer = z.object({ shares: z.array(Share) });
export type SharesAnswer = z.infer<typeof SharesAnswer>;

/** Answer of `POST /api/v1/sessions/{id}/shares`: the only time that the link is seen. */
export const MadeShare = Share.extend({ url: z.string() });
export type MadeShare = z.infer<typeof MadeShare>;

/** What a link gives whoever has it. */
export interface ShareGrant {
  id: string;
  sessionId: string;
  redacted: boolean;
}
