import type { Tone } from "@/lib/view/rows";

/** Text in a tone's colour. */
export const TONE_TEXT: Record<Tone, string> = {
  user: "text-user",
  agent: "text-agent",
  tool: "text-tool",
  error: "text-err",
  warn: "text-tool",
  plain: "text-mute",
  llm: "text-llm",
  tts: "text-tts",
  stt: "text-stt",
  wait: "text-wait",
};

/** A surface in a tone's colour. */
export const TONE_FILL: Record<Tone, string> = {
  user: "bg-user",
  agent: "bg-agent",
  tool: "bg-tool",
  error: "bg-err",
  warn: "bg-tool",
  plain: "bg-tick",
  llm: "bg-llm",
  tts: "bg-tts",
  stt: "bg-stt",
  wait: "bg-wait",
};
