import { randomBytes, timingSafeEqual } from "node:crypto";
import { config } from "@/lib/config";
import { AppError } from "@/lib/errors";
import { hasPeople } from "@/lib/query/people";
import { saveAuditEntry } from "@/lib/store/audit";
import { saveFirstOwner } from "@/lib/store/people";
import { saveSettingOnce } from "@/lib/store/settings";
import type { FromAddress } from "./address";
import { beginAttempt } from "./lockout";
import { actorOf, sha256 } from "./logins";
import { hashPassword } from "./passwords";
import { allScopes } from "./scopes";
import { randomText } from "./secrets";

const CODE_LENGTH = 20;
const LOCAL = ["127.0.0.1", "::1", "[::1]", "localhost"];

export interface FirstOwner {
  name: string;
  email: string;
  password: string;
  code?: string | undefined;
}

/**
 * Whether the first account is still to be made, and whether that takes the code that `npm start` prints. On this machine alone
 * whoever opens the page first may do it; where others can reach the server, only who sees its output.
 */
export async function loadSetup(): Promise<{ isOpen: boolean; needsCode: boolean }> {
  const isOpen = !(await hasPeople());
  return { isOpen, needsCode: isOpen && isReachable() };
}

/**
 * For `npm start`: makes the owner account of the settings when there is no account, and answers what a person needs to make it in the
 * browser: null when there is one, else the code ("" where none is asked for). Safe to call from several processes at once.
 */
export async function prepareSetup(): Promise<string | null> {
  const { initEmail, initPassword, initName } = config();
  if (initEmail && initPassword && !(await hasPeople())) {
    await saveOwner({ name: initName, email: initEmail.toLowerCase(), password: initPassword });
  }
  const { isOpen, needsCode } = await loadSetup();
  if (!isOpen) return null;
  return needsCode ? setupCode() : "";
}

/**
 * Makes the first account, owner of all projects, and answers its id. Errors: `conflict` when there is an account already; `forbidden`
 * for a wrong code; `limited` after too many of them.
 */
export async function setUp(call: FromAddress, owner: FirstOwner): Promise<string> {
  const { isOpen, needsCode } = await loadSetup();
  if (!isOpen) throw closed();
  if (needsCode) {
    const attempt = await beginAttempt(call, "set-up");
    const isRight = timingSafeEqual(sha256(owner.code ?? ""), sha256(await setupCode()));
    if (!isRight)
      throw new AppError("forbidden", "This is not the set-up code: npm start prints it, with the whole link.");
    await attempt.succeed();
  }
  const id = await saveOwner(owner);
  if (id) return id;
  throw closed();
}

async function saveOwner({ name, email, password }: FirstOwner): Promise<string | null> {
  const id = `usr_${randomText(14)}`;
  const isMade = await saveFirstOwner({ id, name, email, passwordHash: await hashPassword(password) });
  if (!isMade) return null;
  for (const scope of await allScopes()) {
    await saveAuditEntry(scope, { actor: actorOf({ id, name }), action: "member.setup", target: email });
  }
  return id;
}

function setupCode(): Promise<string> {
  return saveSettingOnce("setup_code", randomBytes(CODE_LENGTH).toString("base64url"));
}

/** By others than this machine: directly, or through a proxy that stands before it. */
function isReachable(): boolean {
  const { host, publicUrl } = config();
  return !LOCAL.includes(host) || !LOCAL.includes(new URL(publicUrl).hostname);
}

function closed(): AppError {
  return new AppError("conflict", "The owner account exists already: log in.");
}
