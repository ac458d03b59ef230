import { z } from "zod";
import { AudioActivity, RecordingHealth } from "./activity";
import { SessionConsent } from "./privacy";
import { RequestText, Session, SessionId } from "./sessions";
import { ConnectionEvent, TimelineStall, TimelineState } from "./states";
import { WAIT_BOUNDS, WaitBounds } from "./wait-bounds";
import { TimelineWait } from "./waits";

/** Positions are milliseconds since the session's `startedAt` and may be fractional or negative. */
const positionMs = z.number();

export const TimelineItem = z.object({
  id: z.string(),
  kind: z.enum(["message", "tool_call", "handoff", "config"]),
  startMs: positionMs,
  endMs: positionMs.nullable(),
  role: z.enum(["user", "agent", "system"]).nullable(),
  text: z.string(),
  interrupted: z.boolean(),
  /** The agent paused for a noise that was no turn, and went on. */
  falseInterruption: z.boolean().optional(),
  confidence: z.number().nullable(),
  tool: z
    .object({
      callId: z.string(),
      name: z.string(),
      arguments: z.string(),
      output: z.string().nullable(),
      isError: z.boolean().nullable(),
      durationMs: z.number().nullable(),
    })
    .nullable(),
  handoff: z.object({ from: z.string().nullable(), to: z.string() }).nullable(),
  metrics: z.record(z.string(), z.number()),
  spanIds: z.array(z.string()),
});
export type TimelineItem = z.infer<typeof TimelineItem>;

/** The work that a span stands for on the screen's lanes. Born in `normalise/span-stage.ts`. */
export const SpanStage = z.enum(["user-speech", "agent-speech", "end-of-turn", "stt", "llm", "tool", "tts"]);
export type SpanStage = z.infer<typeof SpanStage>;

export const TimelineSpan = z.object({
  id: z.string(),
  traceId: z.string(),
  parentId: z.string().nullable(),
  name: z.string(),
  startMs: positionMs,
  /** null: the sender has not closed it yet. */
  durationMs: z.number().nullable(),
  status: z.enum(["ok", "error", "unset"]),
  isError: z.boolean(),
  attributesCount: z.number(),
  /** A few words that tell this span from its sisters: model, tool, agent label. */
  summary: z.string(),
  /** Absent: it stands for no lane. */
  stage: SpanStage.optional(),
});
export type TimelineSpan = z.infer<typeof TimelineSpan>;

export const TimelineLog = z.object({
  id: z.string(),
  atMs: positionMs,
  level: z.enum(["trace", "debug", "info", "warn", "error", "fatal"]),
  logger: z.string(),
  message: z.string(),
  spanId: z.string().nullable(),
});
export type TimelineLog = z.infer<typeof TimelineLog>;

export const TimelineEvaluation = z.object({
  id: z.string(),
  kind: z.enum(["evaluation", "tag", "outcome"]),
  atMs: positionMs,
  name: z.string(),
  verdict: z.enum(["pass", "fail", "maybe"]).nullable(),
  reasoning: z.string().nullable(),
});
export type TimelineEvaluation = z.infer<typeof TimelineEvaluation>;

export const TimelineParticipant = z.object({
  participantId: z.string().nullable(),
  identity: z.string(),
  name: z.string().nullable(),
  kind: z.enum(["user", "agent", "sip", "other"]),
  joinedMs: positionMs.nullable(),
  leftMs: positionMs.nullable(),
  disconnectReason: z.string().nullable(),
});
export type TimelineParticipant = z.infer<typeof TimelineParticipant>;

export const TimelineRecording = z.object({
  /** Instant of the first sample: audio position = record position − (recording.startedAt − session.startedAt). */
  startedAt: z.string(),
  durationMs: z.number().nullable(),
  sizeBytes: z.number(),
  contentType: z.string(),
  channels: z.tuple([z.literal("user"), z.literal("agent")]),
  /** null until the background process has read the file. */
  peaksUrl: z.string().nullable(),
  audioUrl: z.string(),
});
export type TimelineRecording = z.infer<typeof TimelineRecording>;

/** A session's header on its own screen: what lists show, and what only the whole journal tells. */
export const TimelineSession = Session.extend({
  /** `lk.deployment_id`: the version of the agent that ran. */
  deployment: z.string().nullable().default(null),
  /** The agents of the session in the order in which they took over. */
  agentLabels: z.array(z.string()).default([]),
  /** The agent server process that ran it, and LiveKit's name of the agent. */
  workerId: z.string().nullable().default(null),
  cloudAgentId: z.string().nullable().default(null),
  /** A test by LiveKit's simulations, not a call. */
  isSimulated: z.boolean().default(false),
  /** What the agent asked to record, what the project allowed, what is stored; what redaction replaced. */
  consent: SessionConsent.optional(),
  /** When it was imported from a zip; null for what senders sent here. */
  importedAt: z.string().nullable().optional(),
});
export type TimelineSession = z.infer<typeof TimelineSession>;

/** What the file itself told: null until the background process has read it, or when there is no audio. */
export const TimelineAudio = z.object({
  recording: TimelineRecording.nullable(),
  activity: AudioActivity.nullable(),
  health: RecordingHealth.nullable(),
});
export type TimelineAudio = z.infer<typeof TimelineAudio>;

/** Answer of `GET /api/v1/sessions/:id/timeline`. `missing` says in plain words what is not there and why. */
export const Timeline = z.object({
  session: TimelineSession,
  recording: TimelineRecording.nullable(),
  items: z.array(TimelineItem),
  spans: z.array(TimelineSpan),
  logs: z.array(TimelineLog),
  evaluations: z.array(TimelineEvaluation),
  participants: z.array(TimelineParticipant),
  waits: z.array(TimelineWait).default([]),
  waitBounds: WaitBounds.default(WAIT_BOUNDS),
  states: z.array(TimelineState).default([]),
  stalls: z.array(TimelineStall).default([]),
  connection: z.array(ConnectionEvent).default([]),
  activity: AudioActivity.nullable().default(null),
  health: RecordingHealth.nullable().default(null),
  missing: z.array(z.string()),
  cursor: z.string(),
});
export type Timeline = z.infer<typeof Timeline>;

/** What a transcript is written from; unlike a timeline's answer it holds every text whole. */
export type Transcript = Pick<Timeline, "session" | "recording" | "items" | "participants">;

/** Parameters of `GET /api/v1/sessions/:id/transcript`. */
export const TranscriptQuery = z.object({ id: SessionId, format: z.enum(["txt", "json", "vtt"]).default("txt") });
export type TranscriptQuery = z.infer<typeof TranscriptQuery>;

/**
 * Event `records` of the stream: the same shapes, to be put in by id (new or replacing); a wait's id is `waitId`, a state's
 * `stateId`. What is null has not changed; a list that is not null replaces the known one. The header comes as event `session`.
 * Items carry their order in the whole conversation by `startMs`.
 */
export const TimelineDelta = z.object({
  items: z.array(TimelineItem),
  spans: z.array(TimelineSpan),
  logs: z.array(TimelineLog),
  evaluations: z.array(TimelineEvaluation),
  /** All of them; empty: as before. */
  participants: z.array(TimelineParticipant),
  waits: z.array(TimelineWait).default([]),
  states: z.array(TimelineState).default([]),
  stalls: z.array(TimelineStall).nullable().default(null),
  connection: z.array(ConnectionEvent).nullable().default(null),
  missing: z.array(z.string()).nullable().default(null),
  audio: TimelineAudio.nullable().default(null),
  /** Ids of records that an earlier answer held and that are no more (a fallback replaced by a better source). */
  removedIds: z.array(z.string()),
});
export type TimelineDelta = z.infer<typeof TimelineDelta>;

/** The record that a path names: span id, item id or log id of a timeline. */
export const RecordPath = z.object({ id: SessionId, recordId: RequestText.min(1).max(500) });
export type RecordPath = z.infer<typeof RecordPath>;

/** Answer of `GET /api/v1/sessions/:id/records/:recordId`: one span, log or item, whole. */
export const TimelineRecord = z.object({
  kind: z.enum(["span", "log", "item"]),
  id: z.string(),
  span: TimelineSpan.nullable(),
  log: TimelineLog.nullable(),
  item: TimelineItem.nullable(),
  /** Under normalised names (`lk.x`). */
  attributes: z.record(z.string(), z.unknown()),
  /** False when the model's input was recorded in steps and an earlier step never came. */
  isInputWhole: z.boolean().optional(),
  /** Under the names and values that the sender used. */
  sent: z.unknown(),
  events: z.array(z.object({ name: z.string(), atMs: positionMs, attributes: z.record(z.string(), z.unknown()) })),
  resource: z.record(z.string(), z.unknown()),
  receivedAt: z.string().nullable(),
});
export type TimelineRecord = z.infer<typeof TimelineRecord>;
