import { createHash, randomBytes } from "node:crypto";
import { config } from "@/lib/config";
import { AppError } from "@/lib/errors";
import type { Actor } from "@/lib/model/people";
import { loadLogin } from "@/lib/query/logins";
import { deleteLogin, renewLogin, saveLogin } from "@/lib/store/logins";
import { addressOf, type FromAddress } from "./address";

const NAME = "earshot_login";
const TOKEN_BYTES = 32;
const DAY_MS = 24 * 3600_000;
/** A login in use is prolonged at most so often. */
const RENEW_MS = 3600_000;

/** Who is logged in, and in which browser. */
export interface Login {
  personId: string;
  email: string;
  name: string;
  tokenHash: Buffer;
}

/**
 * Logs a browser in as that person and answers the `Set-Cookie` header for it. The database keeps only the token's SHA-256: who
 * reads it there cannot log in with it. A login that the browser had before is ended (no session fixation).
 */
export async function logIn(call: FromAddress, personId: string, now = new Date()): Promise<string> {
  const before = tokenHashOf(call.header("cookie"));
  if (before) await deleteLogin(before);
  const token = newToken();
  const { loginDays } = config();
  await saveLogin({
    tokenHash: sha256(token),
    personId,
    expiresAt: new Date(now.getTime() + loginDays * DAY_MS),
    address: addressOf(call),
    browser: call.header("user-agent")?.slice(0, 300) ?? null,
  });
  return cookie(token, loginDays * DAY_MS);
}

/** The login of a `Cookie` header; null without one, or when it has expired or was ended. Prolongs one that is in use. */
export async function findLogin(cookieHeader: string | null, now = new Date()): Promise<Login | null> {
  const tokenHash = tokenHashOf(cookieHeader);
  if (!tokenHash) return null;
  const found = await loadLogin(tokenHash, now).catch((cause: unknown) => {
    throw new AppError("unavailable", "The database cannot be asked who this is.", { cause, retryAfterMs: 2_000 });
  });
  if (!found) return null;
  if (now.getTime() - found.seenAt.getTime() > RENEW_MS) {
    await renewLogin(tokenHash, new Date(now.getTime() + config().loginDays * DAY_MS));
  }
  return { personId: found.personId, email: found.email, name: found.name, tokenHash };
}

/** Whoever is logged in. Errors: `unauthenticated`. */
export async function requireLogin(call: { header(name: string): string | null }): Promise<Login> {
  const login = await findLogin(call.header("cookie"));
  if (login) return login;
  throw new AppError("unauthenticated", "Log in first.");
}

/** The `Set-Cookie` header of a browser that is logged in no more. */
export function goneCookie(): string {
  return cookie("", 0);
}

/** The person as the audit log names him. */
export function actorOf(person: { name: string } & ({ personId: string } | { id: string })): Actor {
  return { kind: "user", id: "personId" in person ? person.personId : person.id, name: person.name };
}

/** A secret of a login, an invitation or a shared link, as text that an address may hold. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

/** SHA-256 of a token of 256 random bits: nothing to guess, so no slow hash is needed. */
export function sha256(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** `SameSite=Lax`: a link from a chat opens logged in, and nothing else of another site comes with it. */
function cookie(token: string, ageMs: number): string {
  const secure = config().publicUrl.startsWith("https:") ? "; Secure" : "";
  return `${NAME}=${token}; HttpOnly; SameSite=Lax; Path=/; Max-Age=${Math.floor(ageMs / 1000)}${secure}`;
}

function tokenHashOf(cookieHeader: string | null): Buffer | null {
  const token = new RegExp(`(?:^|; *)${NAME}=([\\w-]{20,100})(?:;|$)`).exec(cookieHeader ?? "")?.[1];
  return token ? sha256(token) : null;
}
