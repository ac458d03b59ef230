import { createHash, timingSafeEqual } from "node:crypto";
import type { Sender } from "@/lib/model/scope";
import { toSender } from "./ingest";
import { findKey } from "./key-table";
import { checkToken, parseToken, refuse } from "./token";

/**
 * Who sends this webhook: livekit-server signs the SHA-256 of the raw body into its token, and sends the token without
 * `Bearer `. The project's recording switch is not asked here: a refused webhook would only come again.
 * Errors: `unauthenticated`. Source: livekit/protocol webhook/verifier.go, PROTOCOL §8.
 */
export async function authenticateWebhook(
  authorization: string | null,
  body: Uint8Array,
  nowMs = Date.now(),
): Promise<Sender> {
  const token = parseToken((authorization ?? "").replace(/^bearer +/i, "").trim());
  const key = await findKey(token.keyId, nowMs);
  if (!key) throw refuse(`names API key ${token.keyId}, which this server does not know`);
  checkToken(token, key.secret, nowMs);
  const { sha256 } = token.claims;
  const sent = Buffer.from(typeof sha256 === "string" ? sha256 : "", "base64");
  const actual = createHash("sha256").update(body).digest();
  if (sent.length !== actual.length || !timingSafeEqual(sent, actual)) throw refuse("was made for another body");
  if (!key.scopes.has("ingest")) throw refuse(`is signed with API key ${key.keyId}, which may not send`);
  return toSender(key);
}
