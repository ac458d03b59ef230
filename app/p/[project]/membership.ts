import { cache } from "react";
import { rightsOfRole } from "@/lib/access/rights";
import type { Right } from "@/lib/model/people";
import { listPersonProjects } from "@/lib/query/people";
import { requirePerson } from "../../require-person";

interface Membership {
  projectId: string;
  rights: ReadonlySet<Right>;
}

/**
 * What whoever asks for a page may do in a project, so that the page offers nothing else; the API checks it all again. `slug`: its name in
 * addresses. Null where he is no member. Looked up once a page, however many parts of it ask.
 */
export const membershipIn = cache(async (slug: string): Promise<Membership | null> => {
  const { personId } = await requirePerson();
  const found = (await listPersonProjects(personId)).find((each) => each.slug === slug);
  return found ? { projectId: found.id, rights: rightsOfRole(found.role, found.mayHear) } : null;
});
