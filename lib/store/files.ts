import { blobs } from "@/lib/blobs";
import type { ProjectScope } from "@/lib/model/scope";

/** So many files are deleted at once: a bucket answers each in tens of milliseconds. */
const AT_ONCE = 8;

/** Deletes files of the project; also such as are gone already. */
export async function deleteFiles(scope: ProjectScope, keys: string[]): Promise<void> {
  const foreign = keys.find((key) => key.split("/")[1] !== scope.projectId);
  if (foreign !== undefined) throw new Error(`${foreign} is no file of project ${scope.projectId}`);
  for (let index = 0; index < keys.length; index += AT_ONCE) {
    await Promise.all(keys.slice(index, index + AT_ONCE).map((key) => blobs().delete(key)));
  }
}

/** Removes what writers that died have left of files that never became any, of all projects. Answers how many. */
export function deleteUnfinishedFiles(before: Date): Promise<number> {
  return blobs().deleteUnfinished(before);
}
