import { config } from "@/lib/config";
import { AppError } from "@/lib/errors";
import type { Actor, Reader, Right } from "@/lib/model/people";
import type { ProjectScope } from "@/lib/model/scope";
import type { MadeShare, Share, ShareInput } from "@/lib/model/shares";
import { loadShare, wasShareOpened } from "@/lib/query/shares";
import { saveAuditEntry } from "@/lib/store/audit";
import { saveShare, saveShareOpened } from "@/lib/store/shares";
import { addressOf, type FromAddress } from "./address";
import { countGuess } from "./lockout";
import { newToken, sha256 } from "./logins";
import { proveScope } from "./scopes";
import { randomText } from "./secrets";

const DAY_MS = 24 * 3600_000;
const TOKEN = /^[\w-]{43}$/;
/** Whoever opens a link again within this time has not opened it twice. */
const OPENED_MS = 3600_000;
/** Openers that are remembered; the oldest go first. */
const OPENERS_MAX = 10_000;

const opened = new Map<string, number>();

/**
 * Makes a link to one session. The database keeps only the SHA-256 of its secret. The session's existence was checked by who calls.
 * Errors: `forbidden` for a link with audio by somebody who may not hear.
 */
export async function makeShare(reader: Reader, input: ShareInput, now = new Date()): Promise<MadeShare> {
  const { scope, actor, rights } = reader;
  const { id: sessionId, days, withAudio, redacted } = input;
  if (withAudio && !rights.has("hear")) {
    throw new AppError(
      "forbidden",
      "You may not hear recordings of this project, so a link of yours cannot play them.",
    );
  }
  const token = newToken();
  const id = `shr_${randomText(14)}`;
  const expiresAt = new Date(now.getTime() + days * DAY_MS);
  const made = { id, sessionId, withAudio, redacted, createdBy: actor.name };
  await saveShare(scope, { ...made, tokenHash: sha256(token), createdAt: now, expiresAt });
  const details = { share: id, withAudio, redacted, expiresAt: expiresAt.toISOString() };
  await saveAuditEntry(scope, { actor, action: "share.create", target: sessionId, details });
  return {
    ...{ ...made, createdAt: now.toISOString(), expiresAt: expiresAt.toISOString() },
    ...{ revokedAt: null, openedCount: 0, lastOpenedAt: null, url: `${config().publicUrl}/s/${token}` },
  };
}

/**
 * Who has that link's secret: a reader of one session, with the recording or without. Notes the opening. Whoever asks must see to it
 * that nothing but `share.sessionId` is read, and that a redacted one is redacted. Errors: those of `readShare`.
 */
export async function openShare(call: FromAddress, token: string, now = new Date()): Promise<Reader> {
  const { reader, share } = await readShare(call, token, now);
  await noteOpened(call, { scope: reader.scope, actor: reader.actor, share }, now);
  return reader;
}

/**
 * The same for who has opened it already: nothing is noted. Errors: `not-found` says in words why it opens nothing; `limited` after
 * many secrets that no link has.
 */
export async function readShare(
  call: FromAddress,
  token: string,
  now = new Date(),
): Promise<{ reader: Reader; share: Share }> {
  const found = TOKEN.test(token) ? await loadShare(sha256(token)) : null;
  if (!found) {
    await countGuess(call, now);
    throw new AppError(
      "not-found",
      "There is no such link. It may have been cut when it was copied, or its session was deleted.",
    );
  }
  const { share } = found;
  if (share.revokedAt !== null) throw new AppError("not-found", "This link was taken back by the people who made it.");
  if (Date.parse(share.expiresAt) <= now.getTime()) throw new AppError("not-found", "This link has expired.");
  const scope = proveScope(found.projectId);
  const { id, sessionId, redacted } = share;
  const actor: Actor = { kind: "share", id, name: `link ${id}` };
  return { reader: { scope, actor, rights: rightsOf(share), share: { id, sessionId, redacted } }, share };
}

function rightsOf({ withAudio, redacted }: Share): ReadonlySet<Right> {
  return new Set(withAudio && !redacted ? ["read", "hear"] : ["read"]);
}

/** Once for all requests of an address in an hour. Remembered here, and looked up for what another process has noted. */
async function noteOpened(
  call: FromAddress,
  { scope, actor, share }: { scope: ProjectScope; actor: Actor; share: Share },
  now: Date,
): Promise<void> {
  const address = addressOf(call);
  const opener = `${share.id} ${address}`;
  const openedAtMs = opened.get(opener);
  if (openedAtMs !== undefined && now.getTime() - openedAtMs < OPENED_MS) return;
  // Before the writing: a page asks for several things at once.
  opened.delete(opener);
  opened.set(opener, now.getTime());
  const oldest = opened.size > OPENERS_MAX ? opened.keys().next().value : undefined;
  if (oldest !== undefined) opened.delete(oldest);
  const since = new Date(now.getTime() - OPENED_MS);
  if (await wasShareOpened(scope, { id: share.id, address, since })) return;
  await saveShareOpened(scope, share.id, now);
  const details = { share: share.id, address };
  await saveAuditEntry(scope, { actor, action: "share.open", target: share.sessionId, details });
}
