import { pool } from "@/lib/db";
import type { FilterTree } from "@/lib/filter/tree";
import {
  factsOf,
  fitsFact,
  nameOf,
  type WorkerChoice,
  type WorkerFact,
  type WorkerField,
} from "@/lib/filter/worker-facts";
import type { ProjectScope } from "@/lib/model/scope";

/** So many workers are named one by one; a condition on as many terms takes some 50 µs a line. */
const NAMED_MAX = 300;

/** What the row of a line's worker has to say: one of these values. */
export interface WorkerTells {
  field: WorkerField;
  values: string[];
}

/** Whom the facts of a filter mean, by `nameOf` each. */
export interface MeantWorkers {
  choices: Map<string, WorkerChoice>;
  tells: Map<string, WorkerTells>;
}

/** Looks up which of the project's workers fit the facts of a filter now; null: the filter of every line. */
export async function meantWorkers(scope: ProjectScope, tree: FilterTree | null): Promise<MeantWorkers> {
  const meant: MeantWorkers = { choices: new Map(), tells: new Map() };
  const facts = new Map((tree ? factsOf(tree) : []).map((fact) => [nameOf(fact), fact]));
  await Promise.all(
    [...facts].map(async ([name, fact]) => {
      const tells = { field: fact.field, values: await fittingValues(scope, fact) };
      meant.tells.set(name, tells);
      meant.choices.set(name, await chooseWorkers(scope, tells));
    }),
  );
  return meant;
}

/** Agents, deployments and hosts are few beside their workers. */
async function fittingValues(scope: ProjectScope, fact: WorkerFact): Promise<string[]> {
  const { rows } = await pool().query<{ value: string }>({
    name: `worker-values-${fact.field}`,
    text: `select distinct ${COLUMNS[fact.field]} as value from worker where project_id = $1 and ${COLUMNS[fact.field]} is not null`,
    values: [scope.projectId],
  });
  return rows.map(({ value }) => value).filter((value) => fitsFact(fact, value));
}

async function chooseWorkers(scope: ProjectScope, tells: WorkerTells): Promise<WorkerChoice> {
  const these = await listWorkers(scope, tells, "is true");
  if (these.length <= NAMED_MAX) return { kind: "these", ids: these };
  const others = await listWorkers(scope, tells, "is not true");
  return others.length <= NAMED_MAX ? { kind: "others", ids: others } : { kind: "many" };
}

/** One more than can be named at most. */
async function listWorkers(
  scope: ProjectScope,
  { field, values }: WorkerTells,
  fits: "is true" | "is not true",
): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    `select id from worker where project_id = $1 and (${COLUMNS[field]} = any ($2::text[])) ${fits} limit ${NAMED_MAX + 1}`,
    [scope.projectId, values],
  );
  return rows.map(({ id }) => id);
}

/** As a condition on rows `l` of `runtime_line`; `push` takes a value and answers its number. */
export function tellsSql({ field, values }: WorkerTells, push: (value: unknown) => number): string {
  const worker = "select from worker w where w.project_id = l.project_id and w.id = l.worker";
  return `exists (${worker} and w.${COLUMNS[field]} = any ($${push(values)}::text[]))`;
}

const COLUMNS: Record<WorkerField, string> = { agent: "agent", deployment: "deployment", host: "host" };
