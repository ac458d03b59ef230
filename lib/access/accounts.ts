import { AppError } from "@/lib/errors";
import type { Me } from "@/lib/model/people";
import { countLogins } from "@/lib/query/logins";
import { listPersonProjects, loadPerson, type Person } from "@/lib/query/people";
import { saveAuditEntry } from "@/lib/store/audit";
import { setPassword } from "@/lib/store/people";
import { addressOf, type FromAddress } from "./address";
import { beginAttempt } from "./lockout";
import { actorOf, type Login } from "./logins";
import { hashPassword, isPassword } from "./passwords";
import { proveScope } from "./scopes";

/**
 * The account with that e-mail and password. Errors: `unauthenticated` in the same words whichever is wrong; `limited` after too
 * many failures of the account or the address. Both ends stand in the audit logs of the account's projects.
 */
export async function checkPassword(call: FromAddress, email: string, password: string): Promise<Person> {
  const person = await loadPerson("email", email);
  try {
    const attempt = await beginAttempt(call, email);
    const isRight = await isPassword(password, person?.passwordHash ?? null);
    if (!person || !isRight) throw new AppError("unauthenticated", "No account has this email and password.");
    await attempt.succeed();
    return person;
  } catch (error) {
    const reason = error instanceof AppError ? error.code : "failed";
    if (person) await noteAccess(call, person, { action: "login.failed", reason });
    throw error;
  }
}

/** Writes into the audit logs of all projects of the person that he came, failed to, or went. */
export async function noteAccess(
  call: FromAddress,
  person: { id: string; name: string; email: string },
  { action, ...details }: { action: `login.${string}` } & Record<string, unknown>,
): Promise<void> {
  const entry = { actor: actorOf(person), action, target: person.email };
  for (const project of await listPersonProjects(person.id)) {
    await saveAuditEntry(proveScope(project.id), { ...entry, details: { address: addressOf(call), ...details } });
  }
}

/** Whoever is logged in: his account, his projects, his browsers. */
export async function loadMe(login: Login): Promise<Me> {
  const person = await loadPerson("id", login.personId);
  if (!person) throw new AppError("unauthenticated", "This account was deleted.");
  return {
    id: person.id,
    email: person.email,
    name: person.name,
    hasPassword: person.passwordHash !== null,
    loginCount: await countLogins(person.id, new Date()),
    projects: await listPersonProjects(person.id),
  };
}

/**
 * Gives whoever is logged in a new password; his other browsers are logged out. Errors: `invalid` when `before` is wrong or there is
 * none to change; `limited` after too many tries.
 */
export async function changePassword(
  call: FromAddress,
  login: Login,
  { before, after }: { before: string; after: string },
): Promise<void> {
  const person = await loadPerson("id", login.personId);
  const attempt = await beginAttempt(call, login.email);
  if (!person || !(await isPassword(before, person.passwordHash))) {
    throw new AppError("invalid", "password.before: this is not your password");
  }
  await attempt.succeed();
  await setPassword(person.id, await hashPassword(after), login.tokenHash);
  await noteAccess(call, person, { action: "login.password" });
}
