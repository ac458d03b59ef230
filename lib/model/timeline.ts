import { z } from "zod";
import { RequestText, Session, SessionId } from "./sessions";

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

/** Answer of `GET /api/v1/sessions/:id/timeline`. `missing` says in plain words what is not there and why. */
export const Timeline = z.object({
  session: Session,
  recording: TimelineRecording.nullable(),
  items: z.array(TimelineItem),
  spans: z.array(TimelineSpan),
  logs: z.array(TimelineLog),
  evaluations: z.array(TimelineEvaluation),
  participants: z.array(TimelineParticipant),
  missing: z.array(z.string()),
  cursor: z.string(),
});
export type Timeline = z.infer<typeof Timeline>;

/**
 * Event `records` of the stream: the same shapes, to be put in by id (new or replacing). `session` and `recording`
 * are sent with it whenever they changed. Items carry their order in the whole conversation by `startMs`.
 */
export const TimelineDelta = z.object({
  items: z.array(TimelineItem),
  spans: z.array(TimelineSpan),
  logs: z.array(TimelineLog),
  evaluations: z.array(TimelineEvaluation),
  participants: z.array(TimelineParticipant),
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
