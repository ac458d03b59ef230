import type { z } from "zod";
import { AppError } from "@/lib/errors";
import type { MadeLink, Member, MemberPatch, Reader, Role } from "@/lib/model/people";
import { listMembers, listPersonProjects } from "@/lib/query/people";
import { saveAuditEntry } from "@/lib/store/audit";
import { deleteInvite } from "@/lib/store/invites";
import { setMembership } from "@/lib/store/people";
import { makeLink } from "./links";

const RESET_DAYS = 1;

/** Makes an invitation into the project. Errors: `forbidden` for a role above the maker's. */
export async function inviteMember(
  reader: Reader,
  { role, mayHear, email, days }: { role: Role; mayHear: boolean; email?: string | undefined; days: number },
): Promise<MadeLink> {
  mayGive(reader, role);
  const invite = { kind: "invite" as const, personId: null, email: email ?? null, role, mayHear, days };
  const link = await makeLink(reader, invite);
  const details = { role, mayHear, expiresAt: link.expiresAt, id: link.id };
  await saveAuditEntry(reader.scope, {
    actor: reader.actor,
    action: "member.invite",
    target: email ?? "anyone",
    details,
  });
  return link;
}

/**
 * Changes somebody's role or right to hear. Errors: `not-found`; `forbidden` when an admin changes an owner or makes one;
 * `conflict` when the project would have no owner.
 */
export async function changeMember(
  reader: Reader,
  { personId, role, mayHear }: z.infer<typeof MemberPatch>,
): Promise<Member> {
  const before = await loadMember(reader, personId);
  const after = { role: role ?? before.role, mayHear: mayHear ?? before.mayHear };
  mayGive(reader, before.role);
  mayGive(reader, after.role);
  await keepOwner(setMembership(reader.scope, { personId, ...after }));
  const details = { before: { role: before.role, mayHear: before.mayHear }, after };
  await saveAuditEntry(reader.scope, { actor: reader.actor, action: "member.update", target: before.email, details });
  return { ...before, ...after };
}

/** Takes somebody out of the project. Errors: as `changeMember`. */
export async function removeMember(reader: Reader, personId: string): Promise<void> {
  const before = await loadMember(reader, personId);
  mayGive(reader, before.role);
  await keepOwner(setMembership(reader.scope, { personId, role: null, mayHear: false }));
  const details = { role: before.role };
  await saveAuditEntry(reader.scope, { actor: reader.actor, action: "member.remove", target: before.email, details });
}

/**
 * Makes a link with which a member sets a new password. Whoever holds it becomes that person everywhere, so it takes an owner of all
 * the projects that the person belongs to. Errors: `not-found`, `forbidden`.
 */
export async function makeResetLink(reader: Reader, personId: string): Promise<MadeLink> {
  const member = await loadMember(reader, personId);
  const owned = await ownedBy(reader);
  const isElsewhere = (await listPersonProjects(personId)).some((project) => !owned.has(project.id));
  if (isElsewhere) {
    const words = `${member.name} belongs to projects that you do not own: only an owner of all of them may reset the password.`;
    throw new AppError("forbidden", words);
  }
  const reset = { kind: "reset" as const, personId, email: null, role: null, mayHear: null, days: RESET_DAYS };
  const link = await makeLink(reader, reset);
  const details = { expiresAt: link.expiresAt };
  await saveAuditEntry(reader.scope, { actor: reader.actor, action: "member.reset", target: member.email, details });
  return link;
}

/** Takes an invitation back. Errors: `not-found` when it was used or never made. */
export async function withdrawInvite({ scope, actor }: Reader, inviteId: string): Promise<void> {
  if (await deleteInvite(scope, inviteId)) {
    return saveAuditEntry(scope, { actor, action: "member.uninvite", target: inviteId });
  }
  throw new AppError("not-found", "There is no such invitation, or it was used already.");
}

async function ownedBy({ actor, scope }: Reader): Promise<ReadonlySet<string>> {
  if (actor.kind !== "user") return new Set([scope.projectId]);
  const projects = await listPersonProjects(actor.id);
  return new Set(projects.filter((project) => project.role === "owner").map((project) => project.id));
}

async function loadMember({ scope }: Reader, personId: string): Promise<Member> {
  const [member] = await listMembers(scope, personId);
  if (member) return member;
  throw new AppError("not-found", "Nobody of this project has this id.");
}

/** Only owners make, change and remove owners. */
function mayGive({ rights }: Reader, role: Role): void {
  if (role === "owner" && !rights.has("own")) throw new AppError("forbidden", "Only an owner may do this to an owner.");
}

async function keepOwner(change: Promise<"done" | "last-owner">): Promise<void> {
  if ((await change) === "done") return;
  throw new AppError("conflict", "A project keeps at least one owner: make somebody else one first.");
}
