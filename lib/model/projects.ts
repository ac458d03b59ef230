import { z } from "zod";

/** Answer of `GET /api/v1/project`: the tenant that the asker belongs to, and what it keeps. */
export const Project = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  /** What the project's senders may send; false means that it is refused or dropped on arrival. */
  recording: z.object({
    enabled: z.boolean(),
    audio: z.boolean(),
    transcript: z.boolean(),
    traces: z.boolean(),
    logs: z.boolean(),
  }),
  retention: z.object({ sessionDays: z.number() }),
});
export type Project = z.infer<typeof Project>;

/** Answer of `GET /api/v1/projects`: what this asker may open. */
export const ProjectsAnswer = z.object({
  projects: z.array(z.object({ id: z.string(), slug: z.string(), name: z.string() })),
});
export type ProjectsAnswer = z.infer<typeof ProjectsAnswer>;

/** Body of `POST /api/v1/projects`. Without a slug one is made from the name. */
export const ProjectInput = z.strictObject({
  name: z.string().trim().min(1, "must not be empty").max(100),
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
