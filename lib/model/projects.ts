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
