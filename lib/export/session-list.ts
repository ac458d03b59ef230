import { Readable } from "node:stream";
import type { ProjectScope } from "@/lib/model/scope";
import type { Session, SessionsExportQuery } from "@/lib/model/sessions";
import type { Usage } from "@/lib/model/usage";
import { listAllSessions } from "@/lib/query/all-sessions";
import { type Cell, csvLine } from "./csv";

/**
 * The columns of the CSV file, documented in docs/export.md: units stand in the names, instants are ISO 8601 UTC, what is not
 * known is empty. Usage is summed over the models of a session.
 */
export const CSV_COLUMNS: [name: string, cell: (session: Session) => Cell][] = [
  ["id", ({ id }) => id],
  ["status", ({ status }) => status],
  ["startedAt", ({ startedAt }) => startedAt],
  ["endedAt", ({ endedAt }) => endedAt],
  ["durationMs", ({ durationMs }) => durationMs],
  ["agentName", ({ agentName }) => agentName],
  ["roomName", ({ roomName }) => roomName],
  ["roomId", ({ roomId }) => roomId],
  ["sdkLanguage", ({ sdk }) => sdk.language],
  ["sdkVersion", ({ sdk }) => sdk.version],
  ["userTurnCount", ({ userTurnCount }) => userTurnCount],
  ["agentTurnCount", ({ agentTurnCount }) => agentTurnCount],
  ["interruptionCount", ({ interruptionCount }) => interruptionCount],
  ["toolCallCount", ({ toolCallCount }) => toolCallCount],
  ["toolErrorCount", ({ toolErrorCount }) => toolErrorCount],
  ["handoffCount", ({ handoffCount }) => handoffCount],
  ["errorCount", ({ errorCount }) => errorCount],
  ["e2eP50Ms", ({ latency }) => latency?.e2eP50Ms ?? null],
  ["e2eP95Ms", ({ latency }) => latency?.e2eP95Ms ?? null],
  ["outcome", ({ outcome }) => outcome],
  ["closeReason", ({ closeReason }) => closeReason],
  ["tags", ({ tags }) => tags.join("; ")],
  ["inputTokens", summed((usage) => usage.inputTokens)],
  ["inputCachedTokens", summed((usage) => usage.inputCachedTokens)],
  ["inputAudioTokens", summed((usage) => usage.inputAudioTokens)],
  ["outputTokens", summed((usage) => usage.outputTokens)],
  ["outputAudioTokens", summed((usage) => usage.outputAudioTokens)],
  ["ttsCharactersCount", summed((usage) => usage.charactersCount)],
  ["sttAudioMs", summed((usage) => (usage.kind === "stt" ? usage.audioDurationMs : null))],
  ["hasRecording", ({ recording }) => recording?.hasAudio ?? false],
  ["recordingDurationMs", ({ recording }) => recording?.durationMs ?? null],
  ["recordingSizeBytes", ({ recording }) => recording?.sizeBytes ?? null],
];

const CONTENT_TYPE = { csv: "text/csv; charset=utf-8; header=present", ndjson: "application/x-ndjson" };

/** A list of sessions as a file while it is made. */
export interface SessionListFile {
  contentType: string;
  content: Readable;
}

/**
 * All sessions of a filter, or the named ones, as NDJSON (one `Session` of the API a line) or CSV, streamed: some hundred rows are in memory,
 * however many there are.
 */
export function exportSessionList(scope: ProjectScope, query: SessionsExportQuery): SessionListFile {
  const pages = listAllSessions(scope, query);
  const lines = query.format === "csv" ? csvLines(pages) : ndjsonLines(pages);
  return { contentType: CONTENT_TYPE[query.format], content: Readable.from(lines, { objectMode: false }) };
}

async function* csvLines(pages: AsyncIterable<Session[]>): AsyncGenerator<string> {
  yield csvLine(CSV_COLUMNS.map(([name]) => name));
  for await (const page of pages) {
    yield page.map((session) => csvLine(CSV_COLUMNS.map(([, cell]) => cell(session)))).join("");
  }
}

async function* ndjsonLines(pages: AsyncIterable<Session[]>): AsyncGenerator<string> {
  for await (const page of pages) yield page.map((session) => `${JSON.stringify(session)}\n`).join("");
}

/** A figure over all models of a session; null when none reported it. */
function summed(figure: (usage: Usage) => number | null): (session: Session) => Cell {
  return ({ usage }) =>
    usage.reduce<number | null>((sum, row) => {
      const value = figure(row);
      return value === null ? sum : (sum ?? 0) + value;
    }, null);
}
