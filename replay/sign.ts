import { createHash, createHmac } from "node:crypto";

/** Where a replay goes, and with whose keys. */
export interface Target {
  /** Without a trailing slash. */
  url: string;
  apiKey: string;
  apiSecret: string;
}

const TOKEN_SECONDS = 6 * 3600;

/** The `Authorization` an agent's SDK sends. Source: PROTOCOL §2.1. */
export function agentAuthorization(target: Target, nowSeconds: number): string {
  return `Bearer ${sign(target, { sub: "", observability: { write: true } }, nowSeconds)}`;
}

/** The `Authorization` livekit-server sends with a webhook: no `Bearer`, and the body's hash. Source: PROTOCOL §8. */
export function webhookAuthorization(target: Target, body: Uint8Array, nowSeconds: number): string {
  return sign(target, { sha256: createHash("sha256").update(body).digest("base64") }, nowSeconds);
}

function sign(target: Target, claims: Record<string, unknown>, nowSeconds: number): string {
  const whole = Math.floor(nowSeconds);
  const payload = { iss: target.apiKey, nbf: whole, exp: whole + TOKEN_SECONDS, ...claims };
  const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(payload)}`;
  return `${text}.${createHmac("sha256", target.apiSecret).update(text).digest("base64url")}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
