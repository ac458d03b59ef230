import { createHmac, timingSafeEqual } from "node:crypto";
import { AppError } from "@/lib/errors";

/** Agents' and servers' clocks may be this far from ours. */
const CLOCK_SKEW_MS = 60_000;

/** A token taken apart, its signature not yet checked. */
export interface UncheckedToken {
  keyId: string;
  claims: Record<string, unknown>;
  signedText: string;
  signature: Buffer;
}

/**
 * Takes a JWT apart. Only HS256 is read: any other `alg`, `none` too, is refused before a key is looked up. `typ` may be
 * missing (Node SDK), `sub` empty or absent. Errors: `unauthenticated`. Source: RFC 7515 §3 and §4.1.11, PROTOCOL §2.1.
 */
export function parseToken(token: string): UncheckedToken {
  const [header, payload, signature, ...rest] = token.split(".");
  if (!header || !payload || !signature || rest.length > 0) throw refuse("is not a JWT");
  const { alg, crit } = parseJson(header) ?? {};
  if (alg !== "HS256") throw refuse("is not signed with HS256");
  if (crit !== undefined) throw refuse("asks in its header (crit) for what is not understood here");
  const claims = parseJson(payload);
  if (!claims || typeof claims.iss !== "string" || claims.iss === "") throw refuse("names no API key (claim iss)");
  return {
    keyId: claims.iss,
    claims,
    signedText: `${header}.${payload}`,
    signature: Buffer.from(signature, "base64url"),
  };
}

/**
 * Checks signature and times (`nbf`, `exp`, in seconds, with a minute of skew) and answers until when the token holds, in
 * Unix ms. Secrets of any length are accepted: development pairs are short. Errors: `unauthenticated`.
 */
export function checkToken(token: UncheckedToken, secret: string, nowMs: number): number {
  const expected = createHmac("sha256", secret).update(token.signedText).digest();
  if (expected.length !== token.signature.length || !timingSafeEqual(expected, token.signature)) {
    throw refuse(`has a wrong signature: the secret does not belong to API key ${token.keyId}`);
  }
  const { exp, nbf } = token.claims;
  if (typeof exp !== "number") throw refuse("has no expiry (claim exp)");
  const endMs = exp * 1000 + CLOCK_SKEW_MS;
  if (nowMs >= endMs) throw refuse("has expired");
  if (typeof nbf === "number" && nbf * 1000 - CLOCK_SKEW_MS > nowMs) throw refuse("is not valid yet: check the clocks");
  return endMs;
}

function parseJson(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    // What is no JSON is no token; the caller says so.
    return null;
  }
}

/** The words never contain those that switch an SDK off (PROTOCOL §2.3). */
export function refuse(reason: string): AppError {
  return new AppError("unauthenticated", `The token ${reason}.`);
}
