import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { holdScripts } from "./late-scripts";

/** What pages need to know of this installation. */
export interface PageSettings {
  /** Host names by which this server may be opened; null: any (it listens to other machines, behind whatever proxy). */
  hosts: ReadonlySet<string> | null;
  isDevelopment: boolean;
  publicUrl: string;
}

const SECURITY_HEADERS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
};

/** Data is no page: whatever opens an answer of the API as one gets nothing to run, to load or to frame. */
export function forbidFraming(response: ServerResponse): void {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  response.setHeader("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
}

/**
 * Prepares a request for Next.js: security headers, and for a page that a person opens its policy. What Next.js hides from
 * handlers and pages is written into headers of ours, over whatever a client sent by those names: the address of the other end,
 * and the path that a login leads back to. Answers false when the request came by a name that is not ours: another site's name
 * that points to this machine (DNS rebinding) must not reach the set-up.
 * Source: Next.js 16 reads the nonce for its own scripts from the request's content-security-policy header.
 */
export function preparePage(request: IncomingMessage, response: ServerResponse, settings: PageSettings): boolean {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  if (settings.publicUrl.startsWith("https:")) {
    response.setHeader("strict-transport-security", `max-age=${180 * 24 * 3600}`);
  }
  if (!isOpenedByOurName(request.headers.host, settings.hosts)) return false;
  request.headers["x-earshot-address"] = request.socket.remoteAddress ?? "";
  request.headers["x-earshot-path"] = request.url ?? "/";
  if (!isNavigation(request)) return true;
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, settings.isDevelopment);
  request.headers["content-security-policy"] = policy;
  request.headers["x-nonce"] = nonce;
  response.setHeader("content-security-policy", policy);
  if (!settings.isDevelopment) holdScripts(response, nonce);
  return true;
}

/** Names that always mean this machine, and the public URL's. */
export function ownHosts(publicUrl: string, host: string): ReadonlySet<string> | null {
  const isLocal = ["127.0.0.1", "::1", "localhost"].includes(host);
  return isLocal ? new Set(["localhost", "127.0.0.1", "[::1]", new URL(publicUrl).hostname]) : null;
}

function isOpenedByOurName(host: string | undefined, hosts: ReadonlySet<string> | null): boolean {
  if (!hosts) return true;
  const name = (host ?? "").replace(/:\d+$/, "").toLowerCase();
  return hosts.has(name) || name.endsWith(".localhost");
}

/** Browsers say what they load; older ones and tools only that they want HTML. */
function isNavigation(request: IncomingMessage): boolean {
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  const mode = request.headers["sec-fetch-mode"];
  return mode ? mode === "navigate" : (request.headers.accept ?? "").includes("text/html");
}

/** Styles may be inline: components set widths and colours by style attribute, which no nonce can cover. */
function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  const scripts = `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`;
  return [
    "default-src 'self'",
    scripts,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
