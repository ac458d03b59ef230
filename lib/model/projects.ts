import { z } from "zod";
import { RecordingChanges, Redaction, RedactionPatch } from "./privacy";

const ProjectName = z.string().trim().min(1, "must not be empty").max(100);

/** How long something may be kept, days. */
const Days = z
  .number()
  .int("must be a whole number of days")
  .min(1, "must be 1 or more")
  .max(3650, "must be 3650 or less");

const RecordingSwitches = z.object({
  enabled: z.boolean(),
  audio: z.boolean(),
  transcript: z.boolean(),
  traces: z.boolean(),
  logs: z.boolean(),
});

/** Answer of `GET /api/v1/project`: the tenant that the asker belongs to, and what it keeps. */
export const Project = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  /** What the project's senders may send; false means that it is refused or dropped on arrival. */
  recording: RecordingSwitches,
  /** The last time that any of them was turned, and by whom; null as long as nobody did. */
  recordingChangedAt: z.string().nullable(),
  recordingChangedBy: z.string().nullable(),
  /** The same for each of them. */
  recordingChanges: RecordingChanges,
  /** Session data and runtime lines are deleted when they are older. */
  retention: z.object({ sessionDays: z.number(), lineDays: z.number() }),
  redaction: Redaction,
  /** Sessions past retention leave figures without words, names and sound. */
  improvementProgramme: z.object({ enabled: z.boolean() }),
});
export type Project = z.infer<typeof Project>;

/** Body of `PATCH /api/v1/project`: any part. */
export const ProjectPatch = z
  .strictObject({
    name: ProjectName,
    recording: z.strictObject(RecordingSwitches.shape).partial(),
    retention: z.strictObject({ sessionDays: Days, lineDays: Days }).partial(),
    redaction: RedactionPatch,
    improvementProgramme: z.strictObject({ enabled: z.boolean() }),
  })
  .partial();
export type ProjectPatch = z.infer<typeof ProjectPatch>;

/** Answer of `GET /api/v1/projects`: what this asker may open. */
export const ProjectsAnswer = z.object({
  projects: z.array(z.object({ id: z.string(), slug: z.string(), name: z.string() })),
});
export type ProjectsAnswer = z.infer<typeof ProjectsAnswer>;

/** Body of `POST /api/v1/projects`. Without a slug one is made from the name. */
export const ProjectInput = z.strictObject({
  name: ProjectName,
  slug: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$/, "may hold a-z, 0-9 and -, at most 50")
    .optional(),
});
export type ProjectInput = z.infer<typeof ProjectInput>;

/** Answer of it. */
export const MadeProject = z.object({ id: z.string(), slug: z.string(), name: z.string() });
export type MadeProject = z.infer<typeof MadeProject>;

/** Body of `DELETE /api/v1/project`: the slug again, typed by whoever means it. */
export const ProjectDeletionInput = z.strictObject({ confirm: z.string().max(100) });

/** Answer of it, 202. */
export const DeletionAsked = z.object({ projectId: z.string() });

/** How far the deletion of a project is. */
export const ProjectDeletion = z.object({
  projectId: z.string(),
  slug: z.string(),
  name: z.string(),
  askedAt: z.string(),
  rowsDeleted: z.number(),
  blobsDeleted: z.number(),
  bytesDeleted: z.number(),
  /** null while it goes on. */
  finishedAt: z.string().nullable(),
});
export type ProjectDeletion = z.infer<typeof ProjectDeletion>;

export const ProjectDeletionPath = z.object({ projectId: z.string().max(100) });
