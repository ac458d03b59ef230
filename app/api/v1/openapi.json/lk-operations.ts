import { z } from "zod";
import type { Operation } from "./operations";

const TWIRP_TYPES = ["application/protobuf", "application/json"];
const REFUSED = {
  400: "A parameter is wrong; msg says which.",
  401: "The token proves nothing.",
  403: "The token lacks the grant agent.admin, or its key pair the scope read or admin.",
};
const NOT_HOSTED = { ...REFUSED, 501: "Earshot does not host agents." };

/** What LiveKit's own command line asks (docs/lk-cli.md); its token is a JWT, and refusals are {code, msg, meta}. */
export const LK_OPERATIONS: Operation[] = [
  {
    method: "post",
    path: "/twirp/livekit.CloudAgent/{method}",
    tag: "Agents",
    summary: "LiveKit's Cloud Agent service for lk: agents and versions are listed, hosting is refused in words",
    input: z.object({ method: z.string() }),
    body: TWIRP_TYPES,
    answers: TWIRP_TYPES.map((type) => ({ type })),
    statuses: { ...NOT_HOSTED, 404: "No such agent or method.", 415: "Neither protobuf nor JSON." },
  },
  {
    method: "get",
    path: "/logs",
    tag: "Agents",
    summary: "For lk agent logs: the newest lines of all replicas of an agent, then what they print; or a build log",
    input: z.object({
      agent_id: z.string(),
      log_type: z.enum(["deploy", "build"]).default("deploy"),
      deployment: z.string().optional(),
    }),
    answers: [{ type: "text/plain" }],
    statuses: { ...REFUSED, 404: "No such agent, deployment or build log." },
  },
  {
    method: "post",
    path: "/build",
    tag: "Agents",
    summary: "Where lk would have an agent built: always refused",
    answers: [],
    statuses: NOT_HOSTED,
  },
  {
    method: "get",
    path: "/push-target",
    tag: "Agents",
    summary: "Where lk would ask for a registry of images: always refused",
    answers: [],
    statuses: NOT_HOSTED,
  },
];
