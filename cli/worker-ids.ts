import { WorkersAnswer } from "@/lib/model/agents";
import { ask, type Target } from "./target";

const WORKERS_MAX = 500;

/**
 * The ids of the workers that names mean: an id, or its end as the column shows it (`…-41b8`). What no worker of the project is called
 * stays as it is, for workers that are yet to come. Errors: those of `ask`.
 */
export async function toWorkerIds(target: Target, names: readonly string[]): Promise<string[]> {
  if (names.every((name) => name.endsWith("*"))) return [...names];
  const answer = await ask(target, `/api/v1/workers?limit=${WORKERS_MAX}`);
  const ids = WorkersAnswer.parse(await answer.json()).workers.map(({ id }) => id);
  return names.flatMap((name) => {
    const end = name.replace(/^…/, "");
    if (name.endsWith("*") || end === "" || ids.includes(name)) return [name];
    const meant = ids.filter((id) => id.endsWith(end));
    return meant.length > 0 ? meant : [name];
  });
}
