import { z } from "zod";
import { RunState } from "./retention";
import { SessionId } from "./sessions";

const text = z.string().trim().min(1).max(300);

/** Whom or what an erasure is about: exactly one of the four. */
const SUBJECTS = {
  /** A participant's identity, exactly as LiveKit has it. */
  identity: text.optional(),
  /** In any spelling: what counts are the digits. */
  phone: text.regex(/^[+\d][\d\s().\-/]{4,30}$/, "must be a phone number such as +49 30 1234567").optional(),
  roomId: text.optional(),
  sessionId: SessionId.optional(),
};

export type ErasureSubject = z.infer<z.ZodObject<typeof SUBJECTS>>;

/** Body of `POST /api/v1/erasures`. A dry run says what would go. */
export const ErasureInput = z
  .strictObject({ ...SUBJECTS, dryRun: z.boolean().default(false) })
  .refine(
    ({ dryRun: _dryRun, ...subject }) => Object.values(subject).filter((value) => value !== undefined).length === 1,
    "name exactly one of identity, phone, roomId and sessionId",
  );

/** One session, or one room without sessions, that an erasure found. */
export const ErasedSession = z.object({
  sessionId: z.string(),
  startedAt: z.string().nullable(),
  /** Somebody holds it: it stays, and this is why. */
  keptBecause: z.string().nullable(),
});
export type ErasedSession = z.infer<typeof ErasedSession>;

/** Answer of `GET /api/v1/erasures/{id}`: what was asked, what was found, what is gone. */
export const Erasure = z.object({
  id: z.string(),
  state: RunState,
  dryRun: z.boolean(),
  subject: z.record(z.string(), z.string()),
  askedBy: z.string(),
  askedAt: z.string(),
  endedAt: z.string().nullable(),
  matched: z.array(ErasedSession),
  sessions: z.number(),
  rows: z.number(),
  blobs: z.number(),
  bytes: z.number(),
  /** Sentences for the person who gets the receipt. */
  notes: z.array(z.string()),
  failure: z.string().nullable(),
});
export type Erasure = z.infer<typeof Erasure>;

/** Answer of `GET /api/v1/erasures`, the latest first. */
export const ErasuresAnswer = z.object({ erasures: z.array(Erasure) });
export type ErasuresAnswer = z.infer<typeof ErasuresAnswer>;
