import { config } from "@/lib/config";
import { AppError } from "@/lib/errors";
import type { Actor, JoinInput, JoinState, MadeLink, Reader, Role } from "@/lib/model/people";
import { loadInvite, type OpenInvite } from "@/lib/query/invites";
import { listPersonProjects, loadPerson } from "@/lib/query/people";
import { saveAuditEntry } from "@/lib/store/audit";
import { returnInvite, saveInvite, takeInvite } from "@/lib/store/invites";
import { saveMembership, savePerson, setPassword } from "@/lib/store/people";
import type { FromAddress } from "./address";
import { beginAttempt } from "./lockout";
import { actorOf, findLogin, type Login, newToken, sha256 } from "./logins";
import { hashPassword } from "./passwords";
import { proveScope } from "./scopes";
import { randomText } from "./secrets";

const DAY_MS = 24 * 3600_000;

/** What a link is for; whether its maker may make it was checked by who calls. */
interface LinkFor {
  kind: "invite" | "reset";
  personId: string | null;
  email: string | null;
  role: Role | null;
  mayHear: boolean | null;
  days: number;
}

/**
 * Makes a link that works once. Its secret stands behind the #, which browsers never send: it is in no server's or proxy's log; the
 * database keeps only its SHA-256.
 */
export async function makeLink(
  { scope, actor }: Pick<Reader, "scope" | "actor">,
  link: LinkFor,
  now = new Date(),
): Promise<MadeLink> {
  const token = newToken();
  const { days, ...kept } = link;
  const expiresAt = new Date(now.getTime() + days * DAY_MS);
  const id = `lnk_${randomText(14)}`;
  await saveInvite(scope, { ...kept, id, tokenHash: sha256(token), createdBy: actor.name, expiresAt });
  return { id, url: `${config().publicUrl}/join#${token}`, expiresAt: expiresAt.toISOString() };
}

/**
 * For whoever may run programs on the server (`npm run reset-link`): a reset link for that account, when no owner is left who could make
 * one. Errors: `not-found` for an e-mail without an account or an account without a project.
 */
export async function makeResetLinkFor(email: string): Promise<MadeLink> {
  const person = await loadPerson("email", email.trim().toLowerCase());
  if (!person) throw new AppError("not-found", `There is no account with the email ${email}.`);
  const [project] = await listPersonProjects(person.id);
  if (!project) throw new AppError("not-found", `${email} belongs to no project: invite it, or make a new account.`);
  const scope = proveScope(project.id);
  const actor: Actor = { kind: "system", id: "server", name: "server" };
  const reset = { kind: "reset" as const, personId: person.id, email: null, role: null, mayHear: null, days: 1 };
  const link = await makeLink({ scope, actor }, reset);
  await saveAuditEntry(scope, { actor, action: "member.reset", target: person.email });
  return link;
}

/** What the link of that token is for. Errors: `not-found` when it was used, taken back, or has expired. */
export async function lookAtLink(call: FromAddress, token: string): Promise<JoinState> {
  const invite = await openInvite(call, token);
  const login = await findLogin(call.header("cookie"));
  const { kind, project, role, mayHear, email } = invite;
  const { slug, name } = project;
  return { kind, project: { slug, name }, role, mayHear, email, loggedInAs: login?.email ?? null };
}

/** Uses the link, and answers whom to log in and where to go on. Errors: `not-found`, `invalid`, `conflict`. */
export async function takeLink(
  call: FromAddress,
  input: JoinInput,
  now = new Date(),
): Promise<{ personId: string; project: string }> {
  const invite = await openInvite(call, input.token);
  const login = await findLogin(call.header("cookie"));
  if (!(await takeInvite(invite.id, now))) throw used();
  try {
    const personId = await (invite.kind === "reset" ? resetPassword(invite, input) : accept(invite, input, login));
    return { personId, project: invite.project.slug };
  } catch (error) {
    await returnInvite(invite.id);
    throw error;
  }
}

async function openInvite(call: FromAddress, token: string): Promise<OpenInvite> {
  const attempt = await beginAttempt(call, `link ${sha256(token).toString("base64url")}`);
  const invite = await loadInvite(sha256(token), new Date());
  if (!invite) throw used();
  await attempt.succeed();
  return invite;
}

async function resetPassword(invite: OpenInvite, { password }: JoinInput): Promise<string> {
  const person = invite.personId === null ? null : await loadPerson("id", invite.personId);
  if (!person) throw used();
  if (!password) throw new AppError("invalid", "password: choose a new one");
  await setPassword(person.id, await hashPassword(password), null);
  await saveAuditEntry(proveScope(invite.project.id), {
    actor: actorOf(person),
    action: "login.reset",
    target: person.email,
  });
  return person.id;
}

/** Somebody with an account joins as who he is; somebody without one makes it here. */
async function accept(invite: OpenInvite, input: JoinInput, login: Login | null): Promise<string> {
  const joining = login ? { ...login, id: login.personId } : newcomer(input);
  if (invite.email !== null && invite.email !== joining.email) {
    throw new AppError("forbidden", `This invitation is for ${invite.email}: use that email.`);
  }
  if (!login) {
    const passwordHash = await hashPassword(newcomer(input).password);
    if (!(await savePerson({ id: joining.id, email: joining.email, name: joining.name, passwordHash }))) {
      throw new AppError("conflict", "There is an account with this email: log in, then open the link again.");
    }
  }
  if (!invite.role) throw new Error("an invitation without a role");
  const scope = proveScope(invite.project.id);
  const membership = { personId: joining.id, role: invite.role, mayHear: invite.mayHear ?? false };
  if (await saveMembership(scope, membership))
    await noteJoined(invite, actorOf({ id: joining.id, name: joining.name }));
  return joining.id;
}

function noteJoined(invite: OpenInvite, actor: Actor): Promise<void> {
  const details = { role: invite.role, mayHear: invite.mayHear, invite: invite.id };
  return saveAuditEntry(proveScope(invite.project.id), { actor, action: "member.join", target: actor.name, details });
}

function newcomer({ name, email, password }: JoinInput): { id: string; name: string; email: string; password: string } {
  if (name && email && password) return { id: `usr_${randomText(14)}`, name, email, password };
  const missing = Object.entries({ name, email, password }).filter(([, value]) => !value);
  throw new AppError("invalid", missing.map(([field]) => `${field}: is needed for a new account`).join("; "));
}

function used(): AppError {
  return new AppError("not-found", "This link was used already, was taken back, or has expired. Ask for a new one.");
}
