import { z } from "zod";
import { AgentAnswer, AgentsAnswer, BuildLogAnswer, WorkersAnswer } from "@/lib/model/agents";
import { AuditAnswer } from "@/lib/model/audit";
import { ProjectConnection } from "@/lib/model/connection";
import { Erasure, ErasuresAnswer } from "@/lib/model/erasures";
import { FacetsAnswer } from "@/lib/model/facets";
import { ImportAnswer } from "@/lib/model/imports";
import { ImprovementAnswer } from "@/lib/model/improvement";
import { KeysAnswer, MadeKey } from "@/lib/model/keys";
import { LineHistogram, LinesAnswer, RuntimeLinesAnswer } from "@/lib/model/lines";
import { JoinState, MadeLink, Me, Member, MembersAnswer, SetupState } from "@/lib/model/people";
import { RedactionPreview } from "@/lib/model/privacy";
import { MadeProject, Project, ProjectDeletion, ProjectsAnswer } from "@/lib/model/projects";
import { AudioQuery, PeaksAnswer, PeaksQuery } from "@/lib/model/recordings";
import { DeletionsAnswer, HoldsAnswer, MadeRun, RetentionRun, RetentionRunsAnswer } from "@/lib/model/retention";
import { Session, SessionPath, SessionsAnswer } from "@/lib/model/sessions";
import { MadeShare, SharesAnswer } from "@/lib/model/shares";
import { RecordPath, Timeline, TimelineDelta, TimelineRecord, TranscriptQuery } from "@/lib/model/timeline";
import { SavedView, ViewsAnswer } from "@/lib/model/views";
import { WorkerAnswer } from "@/lib/model/workers";
import { AGENT_OPERATIONS } from "./agents-operations";
import { LINES_OPERATIONS } from "./lines-operations";
import { LIST_OPERATIONS } from "./list-operations";
import { LK_OPERATIONS } from "./lk-operations";
import { PEOPLE_OPERATIONS } from "./people-operations";
import { RETENTION_OPERATIONS } from "./retention-operations";
import { SHARE_OPERATIONS } from "./share-operations";

/** One endpoint as the document describes it. `input` holds path and query parameters together, as handlers check them. */
export interface Operation {
  method: "get" | "post" | "put" | "patch" | "delete";
  path: string;
  tag: "Sessions" | "Project" | "People" | "Retention" | "Sharing" | "Agents" | "Lines" | "Telemetry" | "Operation";
  summary: string;
  input?: z.ZodObject;
  /** Content types of the body that is sent. */
  body?: string[];
  /** Content type of the answer and, for JSON, its schema by name (`SCHEMAS`). */
  answers: { type: string; schema?: keyof typeof SCHEMAS }[];
  /** Statuses beside 200 and what they say. */
  statuses?: Record<number, string>;
  /** Needs no key. */
  isOpen?: boolean;
}

/** Answers that have a schema, by the name that the document gives them. */
export const SCHEMAS = {
  Session,
  Sessions: SessionsAnswer,
  Timeline,
  TimelineDelta,
  TimelineRecord,
  Peaks: PeaksAnswer,
  Project,
  RedactionPreview,
  Projects: ProjectsAnswer,
  ProjectConnection,
  Audit: AuditAnswer,
  ApiKeys: KeysAnswer,
  MadeKey,
  Me,
  Member,
  Members: MembersAnswer,
  MadeLink,
  MadeProject,
  ProjectDeletion,
  JoinState,
  SetupState,
  Facets: FacetsAnswer,
  Imported: ImportAnswer,
  View: SavedView,
  Views: ViewsAnswer,
  MadeRun,
  RetentionRun,
  RetentionRuns: RetentionRunsAnswer,
  Holds: HoldsAnswer,
  Deletions: DeletionsAnswer,
  Erasure,
  Erasures: ErasuresAnswer,
  ImprovementRecords: ImprovementAnswer,
  Shares: SharesAnswer,
  Lines: LinesAnswer,
  LineHistogram,
  RuntimeLines: RuntimeLinesAnswer,
  MadeShare,
  Agents: AgentsAnswer,
  Agent: AgentAnswer,
  Workers: WorkersAnswer,
  Worker: WorkerAnswer,
  BuildLog: BuildLogAnswer,
};

const StreamInput = SessionPath.extend({ cursor: z.string().optional() });
const JSON_TYPE = "application/json";
const OTLP_TYPES = ["application/x-protobuf", JSON_TYPE];
const NOT_FOUND = { 404: "Unknown here; another project's ids are unknown too." };
const WRONG_INPUT = { 400: "A parameter is wrong; the message names it." };
const REFUSED = {
  400: "Malformed: says what and where. Sending it again never helps.",
  401: "Missing, wrong or expired token; or recording is switched off for the project.",
  413: "Larger than the limit, which the message says.",
  429: "Come again after Retry-After.",
  503: "Come again after Retry-After; nothing was stored.",
};

const session = (path: string) => `/api/v1/sessions/{id}${path}`;

function otlp(path: string, what: string): Operation {
  const summary = `Takes ${what} (OTLP, gzip or not); answers after the commit`;
  const answers = OTLP_TYPES.map((type) => ({ type }));
  return { method: "post", path, tag: "Telemetry", summary, body: OTLP_TYPES, answers, statuses: REFUSED };
}

/** Every endpoint; a test holds this table against the route files. */
export const OPERATIONS: Operation[] = [
  ...LIST_OPERATIONS,
  ...PEOPLE_OPERATIONS,
  ...RETENTION_OPERATIONS,
  ...SHARE_OPERATIONS,
  ...AGENT_OPERATIONS,
  ...LINES_OPERATIONS,
  ...LK_OPERATIONS,
  {
    method: "get",
    path: session(""),
    tag: "Sessions",
    summary: "One session's header",
    input: SessionPath,
    answers: [{ type: JSON_TYPE, schema: "Session" }],
    statuses: NOT_FOUND,
  },
  {
    method: "get",
    path: session("/timeline"),
    tag: "Sessions",
    summary:
      "Transcript, tool calls, spans and logs on one time axis; waits, states, and what the recording itself tells",
    input: SessionPath,
    answers: [{ type: JSON_TYPE, schema: "Timeline" }],
    statuses: NOT_FOUND,
  },
  {
    method: "get",
    path: session("/records/{recordId}"),
    tag: "Sessions",
    summary: "One span, log or item with all its attributes",
    input: RecordPath,
    answers: [{ type: JSON_TYPE, schema: "TimelineRecord" }],
    statuses: NOT_FOUND,
  },
  {
    method: "get",
    path: session("/stream"),
    tag: "Sessions",
    summary:
      "Server-sent events `records` (TimelineDelta), `session` (its header), `ended`, and `closed` ({ code, message }) when the reader's right ends; `id` is the cursor",
    input: StreamInput,
    answers: [{ type: "text/event-stream" }],
    statuses: { ...WRONG_INPUT, ...NOT_FOUND },
  },
  {
    method: "get",
    path: session("/audio"),
    tag: "Sessions",
    summary: "The recording, with Range; one side or all of it as WAV",
    input: AudioQuery,
    answers: [{ type: "audio/ogg" }, { type: "audio/wav" }],
    statuses: { 206: "The range that was asked for", ...NOT_FOUND, 409: "Cannot be decoded", 416: "No such range" },
  },
  {
    method: "get",
    path: session("/peaks"),
    tag: "Sessions",
    summary: "The waveform: EPK1 header (16 bytes) and int8 min/max pairs, or JSON",
    input: PeaksQuery,
    answers: [{ type: "application/octet-stream" }, { type: JSON_TYPE, schema: "Peaks" }],
    statuses: { ...WRONG_INPUT, ...NOT_FOUND },
  },
  {
    method: "get",
    path: session("/transcript"),
    tag: "Sessions",
    summary: "The transcript as a file: text, JSON, or WebVTT cues on the recording's clock",
    input: TranscriptQuery,
    answers: [{ type: "text/plain" }, { type: JSON_TYPE }, { type: "text/vtt" }],
    statuses: { ...WRONG_INPUT, ...NOT_FOUND },
  },
  {
    method: "get",
    path: session("/download"),
    tag: "Sessions",
    summary: "Everything of one session as a zip",
    input: SessionPath,
    answers: [{ type: "application/zip" }],
    statuses: NOT_FOUND,
  },
  {
    method: "get",
    path: "/api/v1/project",
    tag: "Project",
    summary: "The asker's project: what it records and how long it keeps",
    answers: [{ type: JSON_TYPE, schema: "Project" }],
  },
  {
    method: "patch",
    path: "/api/v1/project",
    tag: "Project",
    summary: "Changes any part of it: name, recording switches, retention, redaction",
    body: [JSON_TYPE],
    answers: [{ type: JSON_TYPE, schema: "Project" }],
    statuses: { 400: "Names the field that is wrong.", 403: "Not an admin." },
  },
  {
    method: "post",
    path: "/api/v1/project/redaction/preview",
    tag: "Project",
    summary: "What redaction rules make of a sample text; nothing of it is kept",
    body: [JSON_TYPE],
    answers: [{ type: JSON_TYPE, schema: "RedactionPreview" }],
    statuses: { 400: "Names the field that is wrong.", 403: "Not an admin." },
  },
  {
    method: "get",
    path: "/api/v1/project/connect",
    tag: "Project",
    summary: "Lines for an agent's environment and livekit-server's configuration, without the secret",
    answers: [{ type: JSON_TYPE, schema: "ProjectConnection" }],
  },
  {
    method: "get",
    path: "/api/v1/projects",
    tag: "Project",
    summary: "The projects that the asker may open",
    answers: [{ type: JSON_TYPE, schema: "Projects" }],
  },
  {
    method: "get",
    path: "/api/v1/openapi.json",
    tag: "Operation",
    summary: "This document",
    answers: [{ type: JSON_TYPE }],
    isOpen: true,
  },
  otlp("/observability/traces/otlp/v0", "spans of LiveKit SDKs"),
  otlp("/observability/logs/otlp/v0", "logs and transcript of LiveKit SDKs"),
  otlp("/observability/metrics/otlp/v0", "metrics of LiveKit SDKs"),
  {
    method: "post",
    path: "/observability/recordings/v0",
    tag: "Telemetry",
    summary: "Takes a session's recording and chat history, streamed",
    body: ["multipart/form-data"],
    answers: [{ type: "application/x-protobuf" }],
    statuses: REFUSED,
  },
  otlp("/v1/traces", "spans of any OpenTelemetry exporter"),
  otlp("/v1/logs", "logs of any OpenTelemetry exporter"),
  otlp("/v1/metrics", "metrics of any OpenTelemetry exporter"),
  {
    method: "post",
    path: "/webhooks/livekit",
    tag: "Telemetry",
    summary: "Takes livekit-server's webhooks",
    body: ["application/webhook+json"],
    answers: [{ type: JSON_TYPE }],
    statuses: { 401: "The token does not fit the body" },
  },
  {
    method: "get",
    path: "/healthz",
    tag: "Operation",
    summary: "The process answers",
    answers: [{ type: "text/plain" }],
    isOpen: true,
  },
  {
    method: "get",
    path: "/readyz",
    tag: "Operation",
    summary: "Database, migrations and blob store answer",
    answers: [{ type: JSON_TYPE }],
    statuses: { 503: "What does not answer" },
    isOpen: true,
  },
  {
    method: "get",
    path: "/metrics",
    tag: "Operation",
    summary: "Figures for Prometheus",
    answers: [{ type: "text/plain" }],
    isOpen: true,
  },
];
