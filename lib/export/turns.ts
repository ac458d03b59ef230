import type { TimelineItem, Transcript } from "@/lib/model/timeline";
import { formatClock, formatDateTime, formatDurationExact } from "@/lib/view/format";

/** The transcript for programs: the conversation's entries as the API answers them. */
export function exportTranscriptJson(timeline: Pick<Transcript, "session" | "items">): string {
  const { id, roomName, agentName, startedAt, durationMs } = timeline.session;
  const session = { id, roomName, agentName, startedAt, durationMs };
  return JSON.stringify({ session, items: timeline.items }, null, 2);
}

/** The transcript for people: one line an utterance, tool call or handoff, with its position in the session. */
export function exportTranscriptText(timeline: Pick<Transcript, "session" | "items">): string {
  const { session, items } = timeline;
  const title = [session.agentName, session.roomName, session.id].filter(Boolean).join(" · ");
  const when = `${formatDateTime(session.startedAt, "UTC")}, ${formatDurationExact(session.durationMs)}`;
  const lines = items.filter((item) => item.kind !== "config").map(toLine);
  return [title, when, "", ...lines, ""].join("\n");
}

function toLine(item: TimelineItem): string {
  const clock = formatClock(item.startMs);
  if (item.tool) {
    const outcome = item.tool.output === null ? "no result" : item.tool.output;
    const mark = item.tool.isError ? "FAILED: " : "";
    return `${clock}  tool   ${item.tool.name}(${item.tool.arguments}) -> ${mark}${oneLine(outcome)}`;
  }
  if (item.handoff) return `${clock}  ----   ${item.handoff.from ?? "session begins"} -> ${item.handoff.to}`;
  const role = (item.role ?? "").padEnd(6);
  return `${clock}  ${role} ${oneLine(item.text)}${item.interrupted ? " [interrupted]" : ""}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " / ");
}
