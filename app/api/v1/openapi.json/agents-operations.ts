import { AgentPath, BuildLogInput, BuildLogQuery, WorkerPath, WorkersQuery } from "@/lib/model/agents";
import type { Operation } from "./operations";

const JSON_TYPE = "application/json";
const NOT_FOUND = { 404: "Unknown here; another project's agents and workers are unknown too." };
const WRONG_INPUT = { 400: "A parameter is wrong; the message names it." };

/** Agents, their versions and the processes that run them. An agent's id is its name. */
export const AGENT_OPERATIONS: Operation[] = [
  {
    method: "get",
    path: "/api/v1/agents",
    tag: "Agents",
    summary: "The project's agents by name, with what runs of them now",
    answers: [{ type: JSON_TYPE, schema: "Agents" }],
  },
  {
    method: "get",
    path: "/api/v1/agents/{id}",
    tag: "Agents",
    summary: "One agent: its deployments, the latest first, and its workers",
    input: AgentPath,
    answers: [{ type: JSON_TYPE, schema: "Agent" }],
    statuses: { ...WRONG_INPUT, ...NOT_FOUND },
  },
  {
    method: "get",
    path: "/api/v1/agents/{id}/deployments/{version}/build-log",
    tag: "Agents",
    summary: "The build log of one version as text, in ranges; ?download=1 as a file",
    input: BuildLogQuery,
    answers: [{ type: "text/plain" }],
    statuses: { ...WRONG_INPUT, ...NOT_FOUND },
  },
  {
    method: "post",
    path: "/api/v1/agents/{id}/deployments/{version}/build-log",
    tag: "Agents",
    summary:
      "Takes the output of a build (plain text, or BuildKit's rawjson, which is turned into text), streamed; answers 201. Needs the scope ingest or admin. A log that is sent again takes the place of the one before",
    input: BuildLogInput,
    body: ["text/plain", "application/x-ndjson"],
    answers: [{ type: JSON_TYPE, schema: "BuildLog" }],
    statuses: {
      400: "A parameter is wrong, the body is empty or broke off; the message says what.",
      403: "The asker may not send, or another site's page asks.",
      413: "Larger than 32 MiB; nothing of it is kept.",
      503: "The store cannot be written; nothing of it is kept.",
    },
  },
  {
    method: "get",
    path: "/api/v1/workers",
    tag: "Agents",
    summary: "Workers, those that run first: of one agent, or those that ran a session",
    input: WorkersQuery,
    answers: [{ type: JSON_TYPE, schema: "Workers" }],
    statuses: WRONG_INPUT,
  },
  {
    method: "get",
    path: "/api/v1/workers/{id}",
    tag: "Agents",
    summary: "One worker by its id or LiveKit's (AW_…): the jobs it took and the other runs on its host",
    input: WorkerPath,
    answers: [{ type: JSON_TYPE, schema: "Worker" }],
    statuses: { ...WRONG_INPUT, ...NOT_FOUND },
  },
];
