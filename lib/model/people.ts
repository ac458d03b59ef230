import { z } from "zod";
import type { ProjectScope } from "./scope";

/** What somebody is in a project, from all to least. Given by an invitation, changed by an owner or admin. */
export const ROLES = ["owner", "admin", "member", "viewer"] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/**
 * What a request may do. `read`: see sessions. `hear`: play and download recordings. `write`: tags, views, shares.
 * `manage`: settings, keys, members, deletions. `own`: delete the project.
 */
export type Right = "read" | "hear" | "write" | "manage" | "own";

/** Who does something: a person that logged in, an API key, or the product itself. */
export interface Actor {
  kind: "user" | "key" | "system";
  id: string;
  /** For people to read: a name, or the key's id. */
  name: string;
}

/** Who asks and for which project, proven by a login or a key pair. Made only in `lib/access`. */
export interface Reader {
  scope: ProjectScope;
  actor: Actor;
  rights: ReadonlySet<Right>;
}
