import type { ReactNode } from "react";
import { membershipIn } from "../membership";

interface ForManagersProps {
  project: string;
  children: ReactNode;
}

/** Settings that all of a project may see: for those who may not change them nothing can be pressed. The API checks it all again. */
export async function ForManagers({ project, children }: ForManagersProps) {
  if ((await membershipIn(project))?.rights.has("manage")) return children;
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
