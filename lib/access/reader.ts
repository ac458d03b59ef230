import { AppError } from "@/lib/errors";
import type { Reader, Right } from "@/lib/model/people";
import type { ProjectScope } from "@/lib/model/scope";
import { listPersonProjects } from "@/lib/query/people";
import type { FromAddress } from "./address";
import { bearer, keyOfPair } from "./ingest";
import { actorOf, findLogin } from "./logins";
import { rightsOfRole, rightsOfScopes } from "./rights";
import { proveScope } from "./scopes";
import { openShare, readShare } from "./shares";

/** The part of a request that says who asks. */
interface Asking {
  header(name: string): string | null;
  query: URLSearchParams;
}

/**
 * Who asks, for which project and with which rights: the API pair in `Authorization: Bearer <key>:<secret>`, or a person that is
 * logged in in this browser, for the project named by `?project=<slug>` or his only one. `right` is what the request needs.
 * Errors: `unauthenticated`, `forbidden`; `not-found` for a project that is none of his; `invalid` when he has several and names none.
 */
export async function authenticateReader(call: Asking, right: Right = "read"): Promise<Reader> {
  return permitted((await keyReader(call)) ?? (await personReader(call)), right);
}

/**
 * The same for what is read of one session (`id` of the path), which a link to that session opens, too: `?share=<secret>`, or
 * `Authorization: Share <secret>`. A link opens nothing that does not ask by this function.
 * Errors: also `not-found` for a link that is void, or to another session.
 */
export async function authenticateSessionReader(
  call: Asking & FromAddress & { params: Record<string, string> },
  right: Right = "read",
): Promise<Reader> {
  const secret = secretOfLink(call);
  if (secret === null) return authenticateReader(call, right);
  const reader = await openShare(call, secret);
  if (reader.share?.sessionId !== call.params.id) throw new AppError("not-found", "This link opens another session.");
  return permitted(reader, right);
}

/**
 * Whether a stream's reader still has all that he had when it began; the same request is asked again, and counts as no second opening.
 * Errors: those of a new request; `conflict` when he may still read but less: he asks anew and gets what he may.
 */
export async function checkReaderAgain(call: Asking & FromAddress, before: Reader): Promise<void> {
  const secret = before.share ? secretOfLink(call) : null;
  const now =
    secret !== null
      ? (await readShare(call, secret)).reader
      : ((await keyReader(call)) ?? (await personReader(call, before.scope.projectId)));
  permitted(now, "read");
  if ([...before.rights].every((right) => now.rights.has(right))) return;
  throw new AppError("conflict", "What you may do in this project has changed.");
}

function permitted(reader: Reader, right: Right): Reader {
  if (reader.rights.has(right)) return reader;
  if (reader.share) throw new AppError("forbidden", "This link was made without the recording.");
  const who = reader.actor.kind === "key" ? `API key ${reader.actor.id}` : "You";
  throw new AppError("forbidden", `${who} may not do this: it needs ${NEEDED[right]}.`);
}

function secretOfLink(call: Asking): string | null {
  return call.query.get("share") ?? /^Share +(\S+)$/i.exec(call.header("authorization") ?? "")?.[1] ?? null;
}

const NEEDED: Record<Right, string> = {
  read: "the scope read",
  hear: "the right to hear recordings of this project, which an owner or admin can give",
  write: "a member's role, or a key with the scope admin",
  send: "a member's role, or a key with the scope ingest or admin",
  manage: "an admin's role, or a key with the scope admin",
  own: "an owner's role, or a key with the scope admin",
};

/** The projects that the asker may open: a key's own one, or those that the person belongs to. */
export async function readableScopes(call: Asking): Promise<ProjectScope[]> {
  if (call.header("authorization") !== null) return [(await authenticateReader(call)).scope];
  const login = await findLogin(call.header("cookie"));
  if (!login) throw nobody();
  return (await listPersonProjects(login.personId)).map((project) => proveScope(project.id));
}

/** The reader that a key pair proves; null without an `Authorization` header. */
async function keyReader(call: Asking): Promise<Reader | null> {
  const authorization = call.header("authorization");
  if (authorization === null) return null;
  const key = await keyOfPair(pairOf(authorization), Date.now());
  return {
    scope: key.scope,
    actor: { kind: "key", id: key.keyId, name: key.keyId },
    rights: rightsOfScopes(key.scopes),
  };
}

/** `knownId`: of the project that was found the first time; he may belong to others since, or it may have another name. */
async function personReader(call: Asking, knownId?: string): Promise<Reader> {
  const login = await findLogin(call.header("cookie"));
  if (!login) throw nobody();
  const slug = call.query.get("project");
  const isAsked = ({ id, slug: its }: { id: string; slug: string }) =>
    knownId !== undefined ? id === knownId : slug === null || its === slug;
  const [project, ...others] = (await listPersonProjects(login.personId)).filter(isAsked);
  if (!project) {
    // One that he does not belong to looks like one that does not exist.
    throw new AppError("not-found", slug ? `There is no project "${slug}" for you.` : "You belong to no project yet.");
  }
  if (others.length > 0) throw new AppError("invalid", "You have several projects: say which with ?project=<slug>.");
  const rights = rightsOfRole(project.role, project.mayHear);
  return { scope: proveScope(project.id), actor: actorOf(login), rights };
}

function nobody(): AppError {
  const words = "Log in in the browser, or send Authorization: Bearer <API key>:<API secret>.";
  return new AppError("unauthenticated", words);
}

function pairOf(authorization: string): string {
  const credentials = bearer(authorization);
  if (credentials.includes(":")) return credentials;
  throw new AppError("unauthenticated", "This needs Authorization: Bearer <API key>:<API secret>.");
}
