import { prisma } from "@/lib/db";
import { AppError } from "@/lib/errors";
import type { Actor } from "@/lib/model/people";
import { RECORDING_SWITCHES, type RecordingChanges } from "@/lib/model/privacy";
import { toProject } from "@/lib/model/project-rows";
import type { Project, ProjectPatch } from "@/lib/model/projects";
import type { ProjectScope } from "@/lib/model/scope";

/** Another change of the same project at the same moment: once more, on what it left. */
const ATTEMPTS_MAX = 5;

/**
 * Changes the settings of a project that the patch names and answers them before and after. Who turned which recording switch, and
 * when, is kept with them. Of two changes at once the second begins with what the first left.
 * Errors: `not-found`, `conflict`.
 */
export async function saveProjectSettings(
  scope: ProjectScope,
  patch: ProjectPatch,
  { actor, at }: { actor: Actor; at: Date },
): Promise<{ before: Project; after: Project }> {
  const where = { id: scope.projectId };
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const row = await prisma().project.findUnique({ where });
    if (!row) throw new AppError("not-found", "This project was deleted.");
    const before = toProject(row);
    const after = changed(before, patch, { at: at.toISOString(), by: actor.name });
    const { count } = await prisma().project.updateMany({
      where: { ...where, settingsVersion: row.settingsVersion },
      data: { ...toColumns(after), settingsVersion: row.settingsVersion + 1 },
    });
    if (count === 1) return { before, after };
  }
  throw new AppError("conflict", "These settings are being changed by others at this moment. Try again.");
}

function changed(before: Project, patch: ProjectPatch, change: { at: string; by: string }): Project {
  const { redaction } = patch;
  const recording = { ...before.recording, ...patch.recording };
  const turned = RECORDING_SWITCHES.filter((name) => recording[name] !== before.recording[name]);
  const recordingChanges: RecordingChanges = { ...before.recordingChanges };
  for (const name of turned) recordingChanges[name] = change;
  return {
    ...before,
    name: patch.name ?? before.name,
    recording,
    recordingChanges,
    ...(turned.length > 0 && { recordingChangedAt: change.at, recordingChangedBy: change.by }),
    retention: { ...before.retention, ...patch.retention },
    redaction: {
      ...before.redaction,
      ...redaction,
      builtIn: { ...before.redaction.builtIn, ...redaction?.builtIn },
    },
    improvementProgramme: patch.improvementProgramme ?? before.improvementProgramme,
  };
}

function toColumns(project: Project) {
  const { recording, retention } = project;
  return {
    name: project.name,
    recordSessions: recording.enabled,
    recordAudio: recording.audio,
    recordTranscript: recording.transcript,
    recordTraces: recording.traces,
    recordLogs: recording.logs,
    recordingChanges: project.recordingChanges,
    sessionDays: retention.sessionDays,
    lineDays: retention.lineDays,
    redaction: project.redaction,
    improvementProgramme: project.improvementProgramme.enabled,
  };
}
