import http from "node:http";
import https from "node:https";
import type { PreparedRequest } from "./rewrite";
import { agentAuthorization, type Target, webhookAuthorization } from "./sign";

export interface Answer {
  status: number;
  text: string;
}

export interface Sender {
  send(request: PreparedRequest): Promise<Answer>;
  close(): void;
}

/** One token serves this long, as an SDK's does. */
const TOKEN_REUSE_MS = 3_600_000;

/** Opens connections to a server that stay open between requests, as an agent's do. */
export function openSender(target: Target, connectionsMax = 8): Sender {
  const base = new URL(target.url);
  const client = base.protocol === "https:" ? https : http;
  const agent = new client.Agent({ keepAlive: true, maxSockets: connectionsMax });
  let token = { text: "", madeMs: 0 };
  const authorization = (request: PreparedRequest): string => {
    const nowMs = Date.now();
    if (request.path.startsWith("/webhooks/")) return webhookAuthorization(target, request.body, nowMs / 1000);
    if (nowMs - token.madeMs > TOKEN_REUSE_MS)
      token = { text: agentAuthorization(target, nowMs / 1000), madeMs: nowMs };
    return token.text;
  };
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        const headers: http.OutgoingHttpHeaders = { ...request.headers, authorization: authorization(request) };
        if (!headers["transfer-encoding"]) headers["content-length"] = request.body.length;
        const path = base.pathname.replace(/\/$/, "") + request.path;
        const outgoing = client.request(new URL(path, base), { method: "POST", agent, headers }, (incoming) => {
          let text = "";
          incoming.setEncoding("utf8");
          incoming.on("data", (chunk) => {
            text += chunk;
          });
          incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, text }));
          incoming.on("error", reject);
        });
        outgoing.on("error", reject);
        outgoing.end(request.body);
      }),
    close: () => agent.destroy(),
  };
}
