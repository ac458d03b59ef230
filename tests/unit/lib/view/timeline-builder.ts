import type { Timeline, TimelineItem, TimelineLog, TimelineSession, TimelineSpan } from "@/lib/model/timeline";
import type { Usage } from "@/lib/model/usage";
import { WAIT_BOUNDS } from "@/lib/model/wait-bounds";

/** Builders of a session's timeline: every call gives a whole record, only what a test is about is named. */

export function aTimeline(parts: Partial<Timeline> = {}): Timeline {
  return {
    session: aSession(),
    recording: null,
    items: [],
    spans: [],
    logs: [],
    evaluations: [],
    participants: [],
    waits: [],
    waitBounds: WAIT_BOUNDS,
    states: [],
    stalls: [],
    connection: [],
    activity: null,
    health: null,
    missing: [],
    cursor: "",
    ...parts,
  };
}

export function aSession(parts: Partial<TimelineSession> = {}): TimelineSession {
  return {
    id: "AJ_1",
    roomId: "RM_1",
    roomName: "clinic-1",
    agentName: "receptionist",
    sdk: { language: "python", version: "1.8.9" },
    status: "ended",
    startedAt: "2026-11-21T12:00:00.000Z",
    endedAt: "2026-11-21T12:01:00.000Z",
    durationMs: 60_000,
    userTurnCount: 0,
    agentTurnCount: 0,
    toolCallCount: 0,
    toolErrorCount: 0,
    interruptionCount: 0,
    handoffCount: 0,
    errorCount: 0,
    latency: null,
    closeReason: null,
    outcome: null,
    tags: [],
    usage: [],
    recording: null,
    deployment: null,
    agentLabels: [],
    workerId: null,
    cloudAgentId: null,
    isSimulated: false,
    ...parts,
  };
}

export function anItem(parts: Partial<TimelineItem> & { id: string }): TimelineItem {
  return {
    kind: "message",
    startMs: 0,
    endMs: null,
    role: "agent",
    text: "",
    interrupted: false,
    confidence: null,
    tool: null,
    handoff: null,
    metrics: {},
    spanIds: [],
    ...parts,
  };
}

export function aToolCall(id: string, startMs: number, tool: Partial<NonNullable<TimelineItem["tool"]>>): TimelineItem {
  const whole = { callId: "call_1", name: "look_up", arguments: "{}", output: "", isError: false, durationMs: 100 };
  return anItem({ id, kind: "tool_call", role: null, startMs, tool: { ...whole, ...tool } });
}

export function aSpan(parts: Partial<TimelineSpan> & { id: string }): TimelineSpan {
  return {
    traceId: "t",
    parentId: null,
    name: "llm_node",
    startMs: 0,
    durationMs: 100,
    status: "ok",
    isError: false,
    attributesCount: 3,
    summary: "",
    ...parts,
  };
}

export function aLog(parts: Partial<TimelineLog> & { id: string }): TimelineLog {
  return { atMs: 0, level: "info", logger: "app", message: "", spanId: null, ...parts };
}

export function aUsage(parts: Partial<Usage>): Usage {
  return {
    kind: "llm",
    provider: "",
    model: "",
    inputTokens: null,
    inputCachedTokens: null,
    inputAudioTokens: null,
    inputTextTokens: null,
    outputTokens: null,
    outputAudioTokens: null,
    outputTextTokens: null,
    reasoningTokens: null,
    charactersCount: null,
    audioDurationMs: null,
    sessionDurationMs: null,
    ...parts,
  };
}
