import { z } from "zod";
import { RequestText } from "./sessions";
import { Worker } from "./workers";

/** What the build of a version left: its log, and how it ended as far as the log tells. */
export const Build = z.object({
  /** `failed` when the log says so, or whoever sent it. */
  status: z.enum(["succeeded", "failed"]),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  durationMs: z.number().nullable(),
  /** False when the log was removed because newer versions took its place. */
  hasLog: z.boolean(),
  sizeBytes: z.number().nullable(),
  /** The words of the failure. */
  error: z.string().nullable(),
});
export type Build = z.infer<typeof Build>;

/** One version of an agent: what its workers call themselves, or what a build log was sent for. */
export const Deployment = z.object({
  agent: z.string(),
  version: z.string(),
  commit: z.string().nullable(),
  deployedBy: z.string().nullable(),
  /** When it was first heard of: by its build log or by a worker. */
  firstSeenAt: z.string(),
  /** When its first worker started; null: none did. */
  deployedAt: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
  /** The version that was deployed last: `active` workers of others are being replaced by it. */
  isCurrent: z.boolean(),
  /** Workers of it run now. */
  isActive: z.boolean(),
  /** Workers of it run, but all of them only finish what they have. */
  isDraining: z.boolean(),
  workerCount: z.number(),
  /** Of those, how many are starting, running or draining. */
  activeWorkerCount: z.number(),
  build: Build.nullable(),
});
export type Deployment = z.infer<typeof Deployment>;

/** What all agents share, and what explains why lines are not there. */
export const LineConditions = z.object({
  /** How long lines are kept. */
  lineDays: z.number(),
  /** In words; null while there is room. */
  diskWarning: z.string().nullable(),
});
export type LineConditions = z.infer<typeof LineConditions>;

/** One agent of the project: its name is its id. */
export const Agent = z.object({
  id: z.string(),
  name: z.string(),
  /** Its current deployment; null when no worker named a version. */
  version: z.string().nullable(),
  deployedAt: z.string().nullable(),
  deploymentCount: z.number(),
  /** Workers that are starting, running or draining. */
  activeWorkerCount: z.number(),
  /** Workers that are silent, or crashed within the last day. */
  troubledWorkerCount: z.number(),
  runningJobCount: z.number(),
  linesPerSecond: z.number(),
  droppedCount: z.number(),
  sessionCount24h: z.number(),
  failedSessionCount24h: z.number(),
  lastSeenAt: z.string().nullable(),
});
export type Agent = z.infer<typeof Agent>;

/** Answer of `GET /api/v1/agents`, by name. */
export const AgentsAnswer = z.object({ agents: z.array(Agent), conditions: LineConditions });
export type AgentsAnswer = z.infer<typeof AgentsAnswer>;

/** Answer of `GET /api/v1/agents/:id`. Deployments: the latest first; workers: those that run first, then the last seen. */
export const AgentAnswer = z.object({
  agent: Agent,
  deployments: z.array(Deployment),
  workers: z.array(Worker),
  conditions: LineConditions,
});
export type AgentAnswer = z.infer<typeof AgentAnswer>;

/** An agent's name as paths spell it, decoded. */
export const AgentId = RequestText.min(1).max(200);
export const AgentPath = z.object({ id: AgentId });

/** Parameters of `GET /api/v1/workers`. */
export const WorkersQuery = z.object({
  agent: AgentId.optional(),
  /** Workers whose lines or telemetry name this session. */
  session: RequestText.min(1).max(500).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type WorkersQuery = z.infer<typeof WorkersQuery>;

/** Answer of it: those that run first, then the last seen. */
export const WorkersAnswer = z.object({ workers: z.array(Worker) });
export type WorkersAnswer = z.infer<typeof WorkersAnswer>;

/** A worker's own id, or LiveKit's (AW_…). */
export const WorkerPath = z.object({ id: RequestText.min(1).max(200) });

/** What a build may print: the longest that were looked at have a tenth of it. */
export const BUILD_LOG_BYTES_MAX = 32 * 1024 * 1024;

/** A version as its workers say it (`--deployment`), decoded. */
const Version = RequestText.min(1).max(200);

/** Path of `/api/v1/agents/:id/deployments/:version/build-log`. `download`: as a file. */
export const BuildLogQuery = AgentPath.extend({ version: Version, download: z.literal("1").optional() });

const instant = z.iso.datetime({ offset: true });

/**
 * Parameters of the upload of a build log. What is not given the log may tell: whether the build failed, and the times of its steps.
 * A build that has begun and whose end is not given ended when the log did.
 */
export const BuildLogInput = AgentPath.extend({
  version: Version,
  commit: RequestText.max(200).optional(),
  /** Who built it; whoever sends the log unless given. */
  by: RequestText.max(200).optional(),
  status: z.enum(["succeeded", "failed"]).optional(),
  startedAt: instant.optional(),
  endedAt: instant.optional(),
});
export type BuildLogInput = z.infer<typeof BuildLogInput>;

/** Answer of the upload. */
export const BuildLogAnswer = z.object({ agent: z.string(), version: z.string(), build: Build });
export type BuildLogAnswer = z.infer<typeof BuildLogAnswer>;
