import { z } from "zod";

/**
 * Answer of `GET /api/v1/project/connect`: what an agent needs to send to this project. The pair's secret is not in it:
 * it is printed when the server starts and kept in a file beside the data.
 */
export const ProjectConnection = z.object({
  /** This server as agents reach it; no slash at the end. */
  url: z.string(),
  apiKey: z.string(),
  /** Lines for the agent's environment; the secret's says where it is found. */
  agentEnv: z.array(z.string()),
  /** Lines for livekit-server's configuration. */
  serverYaml: z.string(),
});
export type ProjectConnection = z.infer<typeof ProjectConnection>;
