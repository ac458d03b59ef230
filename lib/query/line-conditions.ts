import type { LineConditions } from "@/lib/model/agents";
import type { ProjectScope } from "@/lib/model/scope";
import { loadProject } from "./projects";
import { loadDiskWarning } from "./readiness";

/** How long the project keeps lines, and whether the server has room for them. */
export async function loadLineConditions(scope: ProjectScope): Promise<LineConditions> {
  const [{ retention }, diskWarning] = await Promise.all([loadProject(scope), loadDiskWarning()]);
  return { lineDays: retention.lineDays, diskWarning };
}
