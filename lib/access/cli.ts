import { AppError } from "@/lib/errors";
import type { ProjectScope } from "@/lib/model/scope";
import { bearer } from "./ingest";
import { findKey, noteUse } from "./key-table";
import { checkToken, parseToken, refuse } from "./token";

/**
 * For which project LiveKit's CLI asks: a token with the grant `agent: { admin: true }`, signed with a key pair that may read.
 * Errors: `unauthenticated` when the token proves nothing; `forbidden` when it lacks the grant, or its pair the scope.
 * `tokenAtMs`: when the token came, for a stream that asks again: that it has expired since does not end what it began.
 * Source: livekit/protocol, auth/grants.go; PROTOCOL §10.
 */
export async function authenticateCli(
  authorization: string | null,
  nowMs = Date.now(),
  tokenAtMs = nowMs,
): Promise<ProjectScope> {
  const token = parseToken(bearer(authorization));
  const key = await findKey(token.keyId, nowMs);
  if (!key) throw refuse(`names API key ${token.keyId}, which this server does not know`);
  checkToken(token, key.secret, tokenAtMs);
  noteUse(key, nowMs);
  if (!mayAdministerAgents(token.claims)) {
    throw new AppError("forbidden", "The token does not grant agent.admin, which lk asks for its agent commands.");
  }
  if (!key.scopes.has("read") && !key.scopes.has("admin")) {
    throw new AppError(
      "forbidden",
      `API key ${key.keyId} may not read: lk needs a key pair with the scope read or admin.`,
    );
  }
  return key.scope;
}

function mayAdministerAgents({ agent }: Record<string, unknown>): boolean {
  return typeof agent === "object" && agent !== null && "admin" in agent && agent.admin === true;
}
