import { createHash } from "node:crypto";
import * as oidc from "openid-client";
import { config } from "@/lib/config";
import { AppError } from "@/lib/errors";
import { loadPerson, type Person } from "@/lib/query/people";
import { savePerson, setOidcSubject } from "@/lib/store/people";
import { noteAccess } from "./accounts";
import type { FromAddress } from "./address";
import { logIn } from "./logins";
import { safeNext } from "./safe-next";
import { decryptSecret, encryptSecret, randomText } from "./secrets";

const STATE_NAME = "earshot_oidc";
/** So long somebody may take at the identity provider. */
const STATE_S_MAX = 600;
const CALLBACK_PATH = "/api/v1/login/oidc/callback";

/** What we must still know when the browser comes back; encrypted in its cookie, so no process needs a table of them. */
interface OidcState {
  state: string;
  nonce: string;
  verifier: string;
  next: string;
  endMs: number;
}

/** What the button of the identity provider says; null without one. */
export function providerName(): string | null {
  const { oidcIssuer, oidcName } = config();
  return oidcIssuer ? oidcName : null;
}

let discovered: { issuer: string; client: Promise<oidc.Configuration> } | null = null;

/** The provider as it describes itself, asked once. Errors: `not-found` without one in the settings; `unavailable`. */
async function provider(): Promise<oidc.Configuration> {
  const { oidcIssuer, oidcClientId, oidcClientSecret } = config();
  if (!oidcIssuer || !oidcClientId) throw new AppError("not-found", "No identity provider is set (OIDC_ISSUER).");
  if (discovered?.issuer !== oidcIssuer) {
    const issuer = new URL(oidcIssuer);
    // Plain http is for a provider on this machine; the library refuses it everywhere else.
    const isLocal = issuer.protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(issuer.hostname);
    // Signatures are checked too, where the specification is content with TLS.
    const execute = [oidc.enableNonRepudiationChecks, ...(isLocal ? [oidc.allowInsecureRequests] : [])];
    const client = oidc.discovery(issuer, oidcClientId, oidcClientSecret ?? undefined, undefined, { execute });
    discovered = { issuer: oidcIssuer, client };
  }
  return discovered.client.catch((cause: unknown) => {
    discovered = null;
    throw new AppError("unavailable", "The identity provider does not answer.", { cause, retryAfterMs: 5_000 });
  });
}

/**
 * Where the browser goes to log in at the provider, and the cookie that it brings back: code flow with PKCE, state and nonce.
 * Source: OpenID Connect Core 1.0 §3.1, RFC 7636, RFC 9700.
 */
export async function beginOidc(next: string | null): Promise<{ location: string; cookie: string }> {
  const client = await provider();
  const verifier = oidc.randomPKCECodeVerifier();
  const kept = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, next: safeNext(next) };
  const location = oidc.buildAuthorizationUrl(client, {
    redirect_uri: `${config().publicUrl}${CALLBACK_PATH}`,
    scope: "openid email profile",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    state: kept.state,
    nonce: kept.nonce,
  });
  const state: OidcState = { ...kept, endMs: Date.now() + STATE_S_MAX * 1000 };
  const value = encryptSecret(JSON.stringify(state)).toString("base64url");
  const secure = config().publicUrl.startsWith("https:") ? "; Secure" : "";
  const cookie = `${STATE_NAME}=${value}; HttpOnly; SameSite=Lax; Path=${CALLBACK_PATH}; Max-Age=${STATE_S_MAX}${secure}`;
  return { location: location.href, cookie };
}

/**
 * The browser comes back: proves the answer, finds or makes the account, logs it in. Answers where to go on and the login's cookie.
 * Errors: `unauthenticated` for an answer that is not the provider's or not for this browser; `forbidden` for somebody who may not
 * have an account here.
 */
export async function finishOidc(
  call: FromAddress & { query: URLSearchParams },
): Promise<{ location: string; cookie: string }> {
  const kept = readState(call.header("cookie"));
  const client = await provider();
  const back = new URL(`${config().publicUrl}${CALLBACK_PATH}?${call.query}`);
  const tokens = await oidc
    .authorizationCodeGrant(client, back, {
      pkceCodeVerifier: kept.verifier,
      expectedState: kept.state,
      expectedNonce: kept.nonce,
      idTokenExpected: true,
    })
    .catch((cause: unknown) => {
      throw new AppError("unauthenticated", "The identity provider's answer does not hold. Try again.", { cause });
    });
  const person = await personOf(tokens.claims());
  const cookie = await logIn(call, person.id);
  await noteAccess(call, person, { action: "login.success", by: "oidc" });
  return { location: kept.next, cookie };
}

/**
 * By the subject that an account is tied to, else by an e-mail that the provider has verified: the first login ties the two. A domain of
 * the settings may open an account; it belongs to no project until somebody invites it.
 */
async function personOf(claims: oidc.IDToken | undefined): Promise<Person> {
  const { oidcIssuer, oidcDomains } = config();
  if (!claims) throw new AppError("unauthenticated", "The identity provider sent no ID token.");
  const subject = `${oidcIssuer} ${claims.sub}`;
  const known = await loadPerson("oidc_subject", subject);
  if (known) return known;
  const email = typeof claims.email === "string" ? claims.email.trim().toLowerCase() : null;
  if (!email || claims.email_verified !== true) {
    throw new AppError("forbidden", "The identity provider has not verified this email.");
  }
  const byEmail = await loadPerson("email", email);
  if (byEmail) {
    if (await setOidcSubject(byEmail.id, subject)) return byEmail;
    throw new AppError("forbidden", "This email belongs to another account of the identity provider.");
  }
  if (!oidcDomains.includes(email.split("@").at(-1) ?? "")) {
    throw new AppError("forbidden", `There is no account for ${email}: ask an owner for an invitation.`);
  }
  const name = typeof claims.name === "string" && claims.name.trim() ? claims.name.trim().slice(0, 100) : email;
  const person = { id: `usr_${randomText(14)}`, email, name, passwordHash: null };
  if (await savePerson({ ...person, oidcSubject: subject })) return person;
  throw new AppError("conflict", "The account was made at this very moment: try again.");
}

function readState(cookieHeader: string | null): OidcState {
  const value = new RegExp(`(?:^|; *)${STATE_NAME}=([\\w-]+)`).exec(cookieHeader ?? "")?.[1];
  try {
    const state = JSON.parse(decryptSecret(Buffer.from(value ?? "", "base64url"))) as OidcState;
    if (Date.now() < state.endMs) return state;
  } catch (cause) {
    throw new AppError("unauthenticated", "This login was not begun in this browser. Try again.", { cause });
  }
  throw new AppError("unauthenticated", "This login took too long. Try again.");
}
