import { AppError } from "@/lib/errors";
import type { KeyScope, ProjectScope } from "@/lib/model/scope";
import { listProjectIds } from "@/lib/query/keys";
import { hasBrowserCookie } from "./browser-cookie";
import { bearer, keyOfPair } from "./ingest";
import type { KnownKey } from "./key-table";
import { allScopes, proveScope } from "./scopes";

/** The part of a request that says who asks. */
interface Asking {
  header(name: string): string | null;
  query: URLSearchParams;
}

/**
 * The project that this request may read: of the API pair in `Authorization: Bearer <key>:<secret>` with scope `read`, or
 * with the browser's cookie the one named by `?project=<slug>`, or the only one there is. `needed` is for requests that
 * ask more than reading. Errors: `unauthenticated`, `forbidden`; `not-found` for a slug that no project has; `invalid`
 * when the cookie fits several projects.
 */
export async function authenticateReader(call: Asking, needed: KeyScope = "read"): Promise<ProjectScope> {
  const key = await askingKey(call, needed);
  return key ? key.scope : browserProject(call.query.get("project"));
}

/** The projects that the asker may open: a key's own one; all for a browser, as long as there is no login. */
export async function readableScopes(call: Asking): Promise<ProjectScope[]> {
  const key = await askingKey(call, "read");
  return key ? [key.scope] : allScopes();
}

/** The key of the request; null when a browser asks that has our cookie. */
async function askingKey(call: Asking, needed: KeyScope): Promise<KnownKey | null> {
  const authorization = call.header("authorization");
  if (authorization !== null) {
    const key = await keyOfPair(pairOf(authorization), Date.now());
    if (key.scopes.has(needed)) return key;
    throw new AppError("forbidden", `API key ${key.keyId} has no scope "${needed}".`);
  }
  if (await hasBrowserCookie(call.header("cookie"))) return null;
  const words = "Send Authorization: Bearer <API key>:<API secret>, or open the page in a browser first.";
  throw new AppError("unauthenticated", words);
}

function pairOf(authorization: string): string {
  const credentials = bearer(authorization);
  if (credentials.includes(":")) return credentials;
  throw new AppError("unauthenticated", "This needs Authorization: Bearer <API key>:<API secret>.");
}

async function browserProject(slug: string | null): Promise<ProjectScope> {
  const projects = await listProjectIds(slug ?? undefined);
  const [project] = projects;
  if (!project) throw new AppError("not-found", slug ? `There is no project "${slug}".` : "There is no project yet.");
  if (projects.length > 1) throw new AppError("invalid", "There are several projects: say which with ?project=<slug>.");
  return proveScope(project.id);
}
