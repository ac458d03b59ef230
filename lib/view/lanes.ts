import type { Timeline } from "@/lib/model/timeline";
import { agentStateMarks, roomMarks } from "./lane-room";
import { speechMarks, waitMarks } from "./lane-speech";
import { endOfTurnMarks, logMarks, spanMarks, sttMarks, toolMarks } from "./lane-work";
import type { Mark } from "./mark";
import { type MarkLevels, toMarkLevels } from "./mark-levels";
import type { Tone } from "./rows";
import { capitalise, nameSpeakers } from "./speakers";

export type LaneId = "user" | "agent" | "waits" | "eou" | "stt" | "llm" | "tools" | "tts" | "state" | "room" | "logs";

export interface Lane {
  id: LaneId;
  label: string;
  tone: Tone;
  /** In order of time. */
  marks: Mark[];
  levels: MarkLevels;
}

/** Lanes that stay when nothing is on them: both sides belong to every call. */
const ALWAYS = new Set<LaneId>(["user", "agent"]);

/**
 * Decides what stands on which lane; lanes without a mark are left out. What is still open has no end: `placeMarks` lets it
 * reach to now. Nothing is left out of a lane here: `placeMarks` culls and merges for the zoom.
 */
export function layOutLanes(timeline: Timeline): Lane[] {
  const speakers = nameSpeakers(timeline);
  const { items, spans, logs } = timeline;
  const lanes = [
    lane("user", capitalise(speakers.user), "user", speechMarks(timeline, "user")),
    lane("agent", capitalise(speakers.agent), "agent", speechMarks(timeline, "agent")),
    lane("waits", "waits", "wait", waitMarks(timeline)),
    lane("eou", "end of turn", "wait", endOfTurnMarks(spans, items)),
    lane("stt", "STT", "stt", sttMarks(spans, items)),
    lane("llm", "LLM", "llm", spanMarks(spans, "llm", "llm")),
    lane("tools", "tools", "tool", toolMarks(timeline)),
    lane("tts", "TTS", "tts", spanMarks(spans, "tts", "tts")),
    lane("state", "agent state", "plain", agentStateMarks(timeline)),
    lane("room", "room", "plain", roomMarks(timeline)),
    lane("logs", "logs", "plain", logMarks(logs)),
  ];
  return lanes.filter((one) => ALWAYS.has(one.id) || one.marks.length > 0);
}

function lane(id: LaneId, label: string, tone: Tone, marks: Mark[]): Lane {
  marks.sort((a, b) => a.startMs - b.startMs);
  return { id, label, tone, marks, levels: toMarkLevels(marks) };
}
