import { rightsOfRole } from "@/lib/access/rights";
import type { Right } from "@/lib/model/people";
import { listPersonProjects } from "@/lib/query/people";
import { requirePerson } from "../../../require-person";

/** What whoever looks at a project's settings may do in it; `project`: its slug. Nothing where he is no member. */
export async function rightsIn(project: string): Promise<ReadonlySet<Right>> {
  const { personId } = await requirePerson();
  const found = (await listPersonProjects(personId)).find((each) => each.slug === project);
  return found ? rightsOfRole(found.role, found.mayHear) : new Set();
}
