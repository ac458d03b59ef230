import { AppError } from "@/lib/errors";
import type { KeyInput, MadeKey } from "@/lib/model/keys";
import type { Reader } from "@/lib/model/people";
import { saveAuditEntry } from "@/lib/store/audit";
import { revokeKey, saveKey } from "@/lib/store/keys";
import { encryptSecret, randomText } from "./secrets";

/** As LiveKit's: "API" and 12 letters or digits, and a secret of 43. */
const ID_LENGTH = 12;
const SECRET_LENGTH = 43;

/** Makes a key pair for the project. Its secret is in this answer and, encrypted, in the database; it is never told again. */
export async function makeKey({ scope, actor }: Reader, { label, scopes }: KeyInput): Promise<MadeKey> {
  const id = `API${randomText(ID_LENGTH)}`;
  const secret = randomText(SECRET_LENGTH);
  const kept = [...new Set(scopes)];
  const isSaved = await saveKey(scope, { id, label, secretEncrypted: encryptSecret(secret), scopes: kept });
  if (!isSaved) throw new Error(`the new key id ${id} exists already`);
  await saveAuditEntry(scope, { actor, action: "key.create", target: id, details: { label, scopes: kept } });
  const createdAt = new Date().toISOString();
  return { id, label, scopes: kept, createdAt, lastUsedAt: null, revokedAt: null, secret };
}

/** Ends a key pair; every web process refuses it within five seconds (`key-table.ts`). Errors: `not-found`. */
export async function endKey({ scope, actor }: Reader, keyId: string): Promise<void> {
  if (!(await revokeKey(scope, keyId))) throw new AppError("not-found", `This project has no working key ${keyId}.`);
  await saveAuditEntry(scope, { actor, action: "key.revoke", target: keyId });
}
