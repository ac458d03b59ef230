import type { Timeline } from "@/lib/model/timeline";
import { formatDateTime } from "@/lib/view/format";

/** What lies in the zip, for someone who has never seen this product. */
export function exportReadme(timeline: Timeline, hasAudio: boolean): string {
  const { session, recording, missing } = timeline;
  const audio = hasAudio
    ? `audio/recording.ogg   the call, Ogg/Opus; left channel: the caller, right channel: the agent; begins at ${recording?.startedAt}`
    : recording
      ? "(the recording is not in this zip: who downloaded it may not hear recordings, or its file is gone)"
      : "(no recording)";
  const agent = session.agentName ? `agent ${session.agentName}` : "an unnamed agent";
  return `Session ${session.id} of ${agent} in room ${session.roomName ?? session.roomId ?? "(unknown)"}
began at ${formatDateTime(session.startedAt, "UTC")}

${audio}
transcript.txt        who said what and when, to read
transcript.json       the same for programs: messages, tool calls, handoffs
traces.json           all spans, OTLP/JSON (any OpenTelemetry tool reads it)
logs.ndjson           the agent's log lines, one JSON object a line
session.json          counts, usage, latency, participants, evaluations
journal/              what the agent sent, byte for byte (gzip); journal/index.json says what is what

Positions ("...Ms") count in milliseconds from ${session.startedAt}.
${missing.length > 0 ? `\nWhat is not here:\n${missing.map((one) => `- ${one}`).join("\n")}\n` : ""}`;
}
