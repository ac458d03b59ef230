import type { Attributes, AttributeValue } from "./attributes";

export type ItemKind = "message" | "tool_call" | "handoff" | "config";
export type ItemRole = "user" | "agent" | "system";

/** Durations of one message in milliseconds; a key is missing when the SDK did not report it (not zero). */
export interface TurnMetrics {
  transcriptionDelayMs?: number;
  endOfTurnDelayMs?: number;
  onUserTurnCompletedDelayMs?: number;
  llmTtftMs?: number;
  llmTtfsMs?: number;
  llmTokensPerSecond?: number;
  ttsTtfbMs?: number;
  playbackLatencyMs?: number;
  /** End of the caller's speech to the first sound of the agent. */
  e2eLatencyMs?: number;
}

/** A function call and its output as one thing; `output` and `isError` are null while no output came. */
export interface ToolCall {
  callId: string;
  name: string;
  /** As sent: usually JSON text. */
  arguments: string;
  output: string | null;
  isError: boolean | null;
  durationMs: number | null;
}

/**
 * One entry of the conversation, born in `normalise/turns.ts`. Order is the chat history's order. `startNs` is when
 * the words were heard (`started_speaking_at`, else the speech span, else `created_at`).
 */
export interface ChatItem {
  id: string;
  kind: ItemKind;
  startNs: bigint;
  endNs: bigint | null;
  createdNs: bigint;
  role: ItemRole | null;
  text: string;
  interrupted: boolean;
  /** The agent paused in it for a noise that was no turn, and went on. */
  falseInterruption?: boolean;
  /** Speech recognition's certainty 0..1 for a user's message. */
  confidence: number | null;
  tool: ToolCall | null;
  handoff: { from: string | null; to: string } | null;
  metrics: TurnMetrics;
  /** Ids of the spans that tell of this item (its turn, its tool call). */
  spanIds: string[];
  /** The item as sent (primary source). */
  sent: AttributeValue;
}

export type Verdict = "pass" | "fail" | "maybe";

/** A judge's verdict, a tag with metadata, or the outcome of the session. */
export interface Evaluation {
  id: string;
  kind: "evaluation" | "tag" | "outcome";
  timeNs: bigint;
  name: string;
  verdict: Verdict | null;
  reasoning: string | null;
  metadata: Attributes;
}
