import { allScopes } from "@/lib/access/scopes";
import { deleteOldAudit } from "@/lib/store/audit";
import { deleteOldLineRequests } from "@/lib/store/line-requests";
import { deleteExpired } from "@/lib/store/logins";

/** Removes what time has made void: logins, links, counted failures, digests of requests, and audit entries past the project's days. */
export async function forgetExpired(): Promise<{ isMore: boolean }> {
  const now = new Date();
  await deleteExpired(now);
  await deleteOldLineRequests(now);
  for (const scope of await allScopes()) await deleteOldAudit(scope, now);
  return { isMore: false };
}
