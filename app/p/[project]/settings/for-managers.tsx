import type { ReactNode } from "react";
import { rightsOfRole } from "@/lib/access/rights";
import { listPersonProjects } from "@/lib/query/people";
import { requirePerson } from "../../../require-person";

interface ForManagersProps {
  project: string;
  children: ReactNode;
}

/** Settings that all of a project may see: for those who may not change them nothing can be pressed. The API checks it all again. */
export async function ForManagers({ project, children }: ForManagersProps) {
  const { personId } = await requirePerson();
  const found = (await listPersonProjects(personId)).find((each) => each.slug === project);
  if (found && rightsOfRole(found.role, found.mayHear).has("manage")) return children;
  return (
    <>
      <p className="mb-4 rounded-lg border border-line bg-raise px-3.5 py-2 text-mute">
        You see these settings; owners and admins change them.
      </p>
      <fieldset disabled aria-label="Settings for owners and admins" className="contents">
        {children}
      </fieldset>
    </>
  );
}
