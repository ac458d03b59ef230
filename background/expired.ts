import { allScopes } from "@/lib/access/scopes";
import { deleteOldAudit } from "@/lib/store/audit";
import { deleteExpired } from "@/lib/store/logins";

/** Removes what time has made void: logins, links, counted failures, and audit entries past the project's days. */
export async function forgetExpired(): Promise<{ isMore: boolean }> {
  const now = new Date();
  await deleteExpired(now);
  for (const scope of await allScopes()) await deleteOldAudit(scope, now);
  return { isMore: false };
}
