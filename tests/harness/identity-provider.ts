import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Who logs in at the provider next, and what it does wrong. */
export interface ProviderUser {
  sub: string;
  email: string;
  email_verified: boolean;
  name?: string;
  /** Spoils the ID token. */
  wrong?: "nonce" | "signature" | "audience" | "issuer" | "expired";
}

export interface IdentityProvider {
  url: string;
  user: ProviderUser;
  /** Authorization requests so far. */
  seen: URLSearchParams[];
  close(): void;
}

export const CLIENT = { id: "earshot", secret: "the-secret-of-earshot-there" };

/**
 * A provider that follows OpenID Connect Core 1.0 (code flow), Discovery 1.0 and RFC 7636: it checks client, redirect, code and PKCE
 * verifier, uses each code once, and signs ID tokens with a key that its JWKS shows.
 */
export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const codes = new Map<string, { challenge: string; nonce: string }>();
  const provider: IdentityProvider = {
    ...{ url: "", seen: [], close: () => server.close() },
    user: { sub: "1", email: "someone@example.com", email_verified: true },
  };
  const answers: Record<string, (request: IncomingMessage, url: URL) => Promise<Answer> | Answer> = {
    "/.well-known/openid-configuration": () => ({
      json: {
        issuer: provider.url,
        authorization_endpoint: `${provider.url}/authorize`,
        token_endpoint: `${provider.url}/token`,
        jwks_uri: `${provider.url}/jwks`,
        response_types_supported: ["code"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
        code_challenge_methods_supported: ["S256"],
      },
    }),
    "/jwks": () => ({
      json: { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k", use: "sig", alg: "RS256" }] },
    }),
    "/authorize": (_request, url) => {
      const asked = url.searchParams;
      provider.seen.push(asked);
      const isRight = asked.get("client_id") === CLIENT.id && asked.get("redirect_uri") === redirectUri;
      if (!isRight || asked.get("code_challenge_method") !== "S256")
        return { status: 400, json: { error: "invalid_request" } };
      const code = randomBytes(16).toString("hex");
      codes.set(code, { challenge: asked.get("code_challenge") ?? "", nonce: asked.get("nonce") ?? "" });
      return { location: `${redirectUri}?${new URLSearchParams({ code, state: asked.get("state") ?? "" })}` };
    },
    "/token": async (request) => {
      const form = new URLSearchParams((await request.toArray()).join(""));
      const grant = codes.get(form.get("code") ?? "");
      codes.delete(form.get("code") ?? "");
      const challenge = createHash("sha256")
        .update(form.get("code_verifier") ?? "")
        .digest("base64url");
      if (!isClient(request, form) || grant?.challenge !== challenge || form.get("redirect_uri") !== redirectUri) {
        return { status: 400, json: { error: "invalid_grant" } };
      }
      const idToken = jwt(claimsOf(provider, grant.nonce), (text) => sign("sha256", Buffer.from(text), privateKey));
      const spoilt = provider.user.wrong === "signature" ? `${idToken.slice(0, -8)}AAAAAAAA` : idToken;
      return { json: { access_token: "at", token_type: "Bearer", expires_in: 60, id_token: spoilt } };
    },
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", provider.url);
    const answer = await answers[url.pathname]?.(request, url);
    send(response, answer ?? { status: 404, json: {} });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  provider.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return provider;
}

interface Answer {
  status?: number;
  json?: object;
  location?: string;
}

function send(response: ServerResponse, { status, json, location }: Answer): void {
  if (location) response.writeHead(302, { location }).end();
  else response.writeHead(status ?? 200, { "content-type": "application/json" }).end(JSON.stringify(json));
}

/** client_secret_basic or client_secret_post. */
function isClient({ headers }: IncomingMessage, form: URLSearchParams): boolean {
  const basic = Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString("base64");
  const isPosted = form.get("client_id") === CLIENT.id && form.get("client_secret") === CLIENT.secret;
  return isPosted || headers.authorization === `Basic ${basic}`;
}

function claimsOf({ url, user }: IdentityProvider, nonce: string): object {
  const { wrong, ...claims } = user;
  const now = Math.floor(Date.now() / 1000);
  return {
    ...claims,
    iss: wrong === "issuer" ? "https://evil.example" : url,
    aud: wrong === "audience" ? "somebody-else" : CLIENT.id,
    nonce: wrong === "nonce" ? "another" : nonce,
    iat: now - 3600,
    exp: wrong === "expired" ? now - 1800 : now + 300,
  };
}

function jwt(claims: object, signText: (text: string) => Buffer): string {
  const parts = [{ alg: "RS256", kid: "k" }, claims];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${text}.${signText(text).toString("base64url")}`;
}
