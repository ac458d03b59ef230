import { createHmac } from "node:crypto";
import { type CapturedRequest, loadCapture } from "@/replay/captures";
import { agentAuthorization, webhookAuthorization } from "@/replay/sign";
import { DEV_PAIR } from "./database";

export { type CapturedRequest, loadCapture };

/** A JWT with any header, claims and secret: also those that must be refused. Times in Unix seconds. */
export function sign(claims: Record<string, unknown>, secret = DEV_PAIR.apiSecret, header: object = { alg: "HS256" }) {
  const now = Math.floor(Date.now() / 1000);
  const all = { iss: DEV_PAIR.apiKey, nbf: now, exp: now + 3600, observability: { write: true }, ...claims };
  const text = [header, all].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

/** The `Authorization` of an agent with `DEV_PAIR`. */
export function bearerToken(): string {
  return agentAuthorization({ url: "", ...DEV_PAIR }, Date.now() / 1000);
}

/** The first request of a capture whose path ends so. */
export function capturedRequest(capture: string, path: string): CapturedRequest {
  const found = loadCapture(capture).requests.find((request) => request.path.endsWith(path));
  if (!found) throw new Error(`${capture} has no request to ${path}`);
  return found;
}

const WEBHOOK_PATH = "/webhooks/livekit";

/** Sends a captured request as its SDK did, with a fresh signature; `changes` replace parts of it. */
export async function send(
  url: string,
  request: CapturedRequest,
  changes: { headers?: Record<string, string | null>; body?: Buffer; path?: string } = {},
): Promise<Response> {
  const body = changes.body ?? request.body;
  const isWebhook = request.path.endsWith("/webhook");
  const authorization = isWebhook
    ? webhookAuthorization({ url: "", ...DEV_PAIR }, body, Date.now() / 1000)
    : bearerToken();
  const kept = ["content-type", "content-encoding"].map((name) => [name, request.headers[name] ?? null]);
  const headers = { ...Object.fromEntries(kept), authorization, ...changes.headers };
  return fetch(`${url}${changes.path ?? (isWebhook ? WEBHOOK_PATH : request.path)}`, {
    method: "POST",
    headers: Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== null),
    body: new Uint8Array(body),
  });
}

/** Sends all requests of a capture in their order; answers the statuses. */
export async function replay(url: string, capture: string): Promise<number[]> {
  const statuses: number[] = [];
  for (const request of loadCapture(capture).requests) statuses.push((await send(url, request)).status);
  return statuses;
}
