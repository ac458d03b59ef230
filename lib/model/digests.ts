import type { Usage } from "./usage";

/** The row of `session` (see prisma/schema.prisma): what lists, filters and headers ask. */
export interface SessionRow {
  sessionId: string;
  roomId: string | null;
  roomName: string | null;
  agentName: string | null;
  sdkLanguage: string | null;
  sdkVersion: string | null;
  status: "live" | "ended" | "failed";
  startedAt: Date;
  endedAt: Date | null;
  durationMs: number | null;
  userTurnCount: number;
  agentTurnCount: number;
  toolCallCount: number;
  toolErrorCount: number;
  interruptionCount: number;
  handoffCount: number;
  errorCount: number;
  e2eP50Ms: number | null;
  e2eP95Ms: number | null;
  closeReason: string | null;
  outcome: "success" | "fail" | null;
  tags: string[];
  /** Who took part, the agent aside, as LiveKit names them. */
  identities: string[];
  /** Their phone numbers, digits only. */
  phones: string[];
  usage: Usage[];
  /** Tokens in and out of all models; 0 also when none were reported. */
  tokenCount: number;
  hasRecording: boolean;
  /** LiveKit's id of the agent server that ran it. */
  workerId: string | null;
}

/** What answers need of it: who took part, and where it ran, is in the timeline, and in no list. */
export type ShownSessionRow = Omit<SessionRow, "identities" | "phones" | "workerId">;

/** The row of `turn`: one message of the transcript. Positions: ms since the session began. */
export interface TurnRow {
  index: number;
  itemId: string;
  role: "user" | "agent" | "system";
  startMs: number;
  endMs: number | null;
  text: string;
  interrupted: boolean;
  confidence: number | null;
  e2eLatencyMs: number | null;
}

/** The row of `tool_call`. */
export interface ToolCallRow {
  index: number;
  callId: string;
  name: string;
  startMs: number;
  durationMs: number | null;
  isError: boolean | null;
}

/** The row of `recording`: found by the digest; its length and peaks are filled in by `background/recordings.ts`. */
export interface RecordingRow {
  blobKey: string;
  sizeBytes: number;
  contentType: string;
  startedAt: Date | null;
  declaredDurationMs: number | null;
}

/** Everything that a search can find in a session: one line a message, tool call, log or id, with its position. */
export interface SearchText {
  lines: { text: string; atMs: number }[];
}

/** All rows derived from one session's journal; they replace that session's rows in one transaction. */
export interface SessionDigest {
  session: SessionRow;
  turns: TurnRow[];
  toolCalls: ToolCallRow[];
  recording: RecordingRow | null;
  /** null while the session is live: search text is built at the end only. */
  search: SearchText | null;
}
