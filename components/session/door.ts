import type { Right } from "@/lib/model/people";

/** How somebody came to a session: as a member of its project, or by a link to this one session. */
export interface Door {
  /** Stands in the query of every request: `project=<slug>`, or the link's secret. */
  access: string;
  /** null: by a link; there is nothing around the session then. */
  project: string | null;
  rights: readonly Right[];
}

/** The door of a project's member. */
export function projectDoor(project: string, rights: readonly Right[]): Door {
  return { access: new URLSearchParams({ project }).toString(), project, rights };
}

/** The door of whoever has a link. */
export function linkDoor(token: string, rights: readonly Right[]): Door {
  return { access: new URLSearchParams({ share: token }).toString(), project: null, rights };
}
