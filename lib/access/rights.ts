import type { Right, Role } from "@/lib/model/people";
import type { KeyScope } from "@/lib/model/scope";

const OF_ROLE: Record<Role, Right[]> = {
  owner: ["read", "write", "send", "manage", "own"],
  admin: ["read", "write", "send", "manage"],
  member: ["read", "write", "send"],
  viewer: ["read"],
};

const OF_SCOPE: Record<KeyScope, Right[]> = {
  ingest: ["send"],
  read: ["read", "hear"],
  admin: ["write", "send", "manage", "own"],
};

/** What a member of that role may do; hearing recordings is a right of its own and comes with no role. */
export function rightsOfRole(role: Role, mayHear: boolean): ReadonlySet<Right> {
  return new Set(mayHear ? [...OF_ROLE[role], "hear" as const] : OF_ROLE[role]);
}

/** What an API key of these scopes may do. */
export function rightsOfScopes(scopes: ReadonlySet<KeyScope>): ReadonlySet<Right> {
  return new Set([...scopes].flatMap((scope) => OF_SCOPE[scope]));
}
