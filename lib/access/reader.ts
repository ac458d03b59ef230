import { AppError } from "@/lib/errors";
import type { Reader, Right } from "@/lib/model/people";
import type { ProjectScope } from "@/lib/model/scope";
import { listProjectIds } from "@/lib/query/keys";
import { hasBrowserCookie } from "./browser-cookie";
import { bearer, keyOfPair } from "./ingest";
import type { KnownKey } from "./key-table";
import { rightsOfRole, rightsOfScopes } from "./rights";
import { allScopes, proveScope } from "./scopes";

/** The part of a request that says who asks. */
interface Asking {
  header(name: string): string | null;
  query: URLSearchParams;
}

/** Until people log in, whoever opens a page of this server may do everything in it. */
const BROWSER: Omit<Reader, "scope"> = {
  actor: { kind: "user", id: "browser", name: "browser" },
  rights: rightsOfRole("owner", true),
};

/**
 * Who asks, for which project and with which rights: the API pair in `Authorization: Bearer <key>:<secret>`, or with the
 * browser's cookie the project named by `?project=<slug>`, or the only one there is. `right` is what the request needs.
 * Errors: `unauthenticated`, `forbidden`; `not-found` for a slug that no project has; `invalid` when the cookie fits several
 * projects.
 */
export async function authenticateReader(call: Asking, right: Right = "read"): Promise<Reader> {
  const key = await askingKey(call, right);
  return key ? toReader(key) : { ...BROWSER, scope: await browserProject(call.query.get("project")) };
}

/** The projects that the asker may open: a key's own one; all for a browser, as long as there is no login. */
export async function readableScopes(call: Asking): Promise<ProjectScope[]> {
  const key = await askingKey(call, "read");
  return key ? [key.scope] : allScopes();
}

function toReader(key: KnownKey): Reader {
  return {
    scope: key.scope,
    actor: { kind: "key", id: key.keyId, name: key.keyId },
    rights: rightsOfScopes(key.scopes),
  };
}

/** The key of the request; null when a browser asks that has our cookie. */
async function askingKey(call: Asking, right: Right): Promise<KnownKey | null> {
  const authorization = call.header("authorization");
  if (authorization !== null) {
    const key = await keyOfPair(pairOf(authorization), Date.now());
    if (rightsOfScopes(key.scopes).has(right)) return key;
    throw new AppError(
      "forbidden",
      `API key ${key.keyId} may not do this: its scopes do not give the right "${right}".`,
    );
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
