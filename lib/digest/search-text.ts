import type { SearchText } from "@/lib/model/digests";
import type { SessionRecords } from "@/lib/model/records";
import { withoutNul } from "./text";
import { positionMs } from "./turns";

/**
 * Search text of one session holds at most this much. A 60-minute call of 600 turns and its logs is about 150 KB, and the index
 * costs several times its text: what lies beyond is chatter of a runaway logger or a huge tool output.
 */
const SEARCH_BYTES_MAX = 200 * 1024;

/** A tool's output may be a whole document; its first part is what a person would look for. */
const LINE_LENGTH_MAX = 4_000;

type Line = SearchText["lines"][number];

/**
 * All that a search can find in a session: ids and names at 0 ms, then messages, tool calls and logs at their positions. What was
 * said goes first, so that a flood of logs cannot push it out of the limit; the lines are then ordered by position.
 * Units: milliseconds since the session began; bytes are counted as UTF-8.
 */
export function digestSearchText(records: SessionRecords): SearchText {
  const lines: Line[] = [];
  const known = new Set<string>();
  let restBytes = SEARCH_BYTES_MAX;
  for (const line of [...idLines(records), ...itemLines(records), ...logLines(records)]) {
    const text = withoutNul(line.text.slice(0, LINE_LENGTH_MAX)).trim();
    // A repeated line finds nothing that its first one does not, and the index costs many times its text.
    if (text === "" || known.has(text)) continue;
    known.add(text);
    const bytes = Buffer.byteLength(text) + 1;
    if (bytes > restBytes) break;
    restBytes -= bytes;
    lines.push({ text, atMs: line.atMs });
  }
  return { lines: lines.sort((a, b) => a.atMs - b.atMs) };
}

function* idLines({ facts, participants }: SessionRecords): Iterable<Line> {
  const { sessionId, roomId, roomName, agentName } = facts;
  for (const id of [sessionId, roomId, roomName, agentName]) if (id !== null) yield { text: id, atMs: 0 };
  const identities = new Set(participants.flatMap(({ identity, name, phone }) => [identity, name, phone]));
  for (const identity of identities) if (identity) yield { text: identity, atMs: 0 };
}

function* itemLines({ facts, items }: SessionRecords): Iterable<Line> {
  for (const { kind, text, tool, startNs } of items) {
    const atMs = positionMs(startNs, facts.startNs);
    if (kind === "message") yield { text, atMs };
    if (tool === null) continue;
    yield { text: `${tool.name} ${tool.arguments}`, atMs };
    if (tool.output !== null) yield { text: tool.output, atMs };
  }
}

function* logLines({ facts, logs }: SessionRecords): Iterable<Line> {
  for (const { message, timeNs } of logs) yield { text: message, atMs: positionMs(timeNs, facts.startNs) };
}
