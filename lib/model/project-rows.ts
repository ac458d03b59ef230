import { RecordingChanges, Redaction } from "./privacy";
import type { Project } from "./projects";

/** A row of `project` by Prisma's names, its JSON columns not yet parsed. */
export interface ProjectRow {
  id: string;
  slug: string;
  name: string;
  recordSessions: boolean;
  recordAudio: boolean;
  recordTranscript: boolean;
  recordTraces: boolean;
  recordLogs: boolean;
  recordingChanges: unknown;
  sessionDays: number;
  lineDays: number;
  redaction: unknown;
  improvementProgramme: boolean;
}

/** The row as the API tells it. `recordingChangedAt` is the last of all switches'. */
export function toProject(row: ProjectRow): Project {
  const changes = RecordingChanges.parse(row.recordingChanges);
  const last = Object.values(changes).reduce((a, b) => (b !== null && (a === null || b.at > a.at) ? b : a), null);
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    recording: {
      enabled: row.recordSessions,
      audio: row.recordAudio,
      transcript: row.recordTranscript,
      traces: row.recordTraces,
      logs: row.recordLogs,
    },
    recordingChangedAt: last?.at ?? null,
    recordingChangedBy: last?.by ?? null,
    recordingChanges: changes,
    retention: { sessionDays: row.sessionDays, lineDays: row.lineDays },
    redaction: Redaction.parse(row.redaction),
    improvementProgramme: { enabled: row.improvementProgramme },
  };
}
