import { z } from "zod";
import { removeProject } from "@/lib/access/project-life";
import { read } from "@/lib/http/read";
import { write } from "@/lib/http/write";
import { changedFields } from "@/lib/model/changed-fields";
import { NO_REDACTION } from "@/lib/model/privacy";
import { type Project, ProjectDeletionInput, ProjectPatch } from "@/lib/model/projects";
import { toTextRules } from "@/lib/policy/text-rules";
import { loadProject } from "@/lib/query/projects";
import { saveAuditEntry } from "@/lib/store/audit";
import { saveProjectSettings } from "@/lib/store/project-settings";

/** The asker's project: name, what it records, how long it keeps. */
export const GET = read(z.object({}), loadProject);

/** Changes any part of it; every web process follows within five seconds. */
export const PATCH = write(ProjectPatch, async ({ scope, actor }, patch) => {
  // A rule that cannot be used must not be stored: nothing would be taken in any more.
  toTextRules({ ...NO_REDACTION, custom: patch.redaction?.custom ?? [] });
  const { before, after } = await saveProjectSettings(scope, patch, { actor, at: new Date() });
  const details = changedFields(settingsOf(before), settingsOf(after));
  if (details) await saveAuditEntry(scope, { actor, action: "project.update", target: after.name, details });
  return after;
});

/** Without who changed them: the log says that itself. */
function settingsOf({ name, recording, retention, redaction, improvementProgramme }: Project) {
  return { name, recording, retention, redaction, improvementProgramme };
}

/** Asks for the deletion of the whole project; the body repeats its slug. */
export const DELETE = write(ProjectDeletionInput, (reader, { confirm }) => removeProject(reader, confirm), {
  right: "own",
  status: 202,
});
