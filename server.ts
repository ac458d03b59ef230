import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { resolve } from "node:path";
import next from "next";
import * as buildLog from "@/app/api/v1/agents/[id]/deployments/[version]/build-log/route";
import * as linesDownload from "@/app/api/v1/lines/download/route";
import * as lines from "@/app/api/v1/lines/route";
import * as linesStream from "@/app/api/v1/lines/stream/route";
import * as runtimeLines from "@/app/api/v1/runtime-lines/route";
import * as audio from "@/app/api/v1/sessions/[id]/audio/route";
import * as download from "@/app/api/v1/sessions/[id]/download/route";
import * as peaks from "@/app/api/v1/sessions/[id]/peaks/route";
import * as record from "@/app/api/v1/sessions/[id]/records/[recordId]/route";
import * as session from "@/app/api/v1/sessions/[id]/route";
import * as stream from "@/app/api/v1/sessions/[id]/stream/route";
import * as timeline from "@/app/api/v1/sessions/[id]/timeline/route";
import * as sessionsExport from "@/app/api/v1/sessions/export/route";
import * as facets from "@/app/api/v1/sessions/facets/route";
import * as sessionsImport from "@/app/api/v1/sessions/import/route";
import * as sessions from "@/app/api/v1/sessions/route";
import * as lkBuild from "@/app/build/route";
import * as healthz from "@/app/healthz/route";
import * as lkLogs from "@/app/logs/route";
import * as livekitLogs from "@/app/observability/logs/otlp/v0/route";
import * as livekitMetrics from "@/app/observability/metrics/otlp/v0/route";
import * as livekitRecordings from "@/app/observability/recordings/v0/route";
import * as livekitTraces from "@/app/observability/traces/otlp/v0/route";
import * as lkPushTarget from "@/app/push-target/route";
import * as readyz from "@/app/readyz/route";
import * as lkTwirp from "@/app/twirp/livekit.CloudAgent/[method]/route";
import * as logs from "@/app/v1/logs/route";
import * as metrics from "@/app/v1/metrics/route";
import * as traces from "@/app/v1/traces/route";
import * as livekitWebhooks from "@/app/webhooks/livekit/route";
import { config } from "@/lib/config";
import { inAsyncContext } from "@/lib/http/async-context";
import type { Handler, Reply } from "@/lib/http/call";
import { isDraining, startDraining } from "@/lib/http/draining";
import { askForBody, sendReply, toDirectCall } from "@/lib/http/from-node";
import { type Lane, lanes, toRoutePath } from "@/lib/http/lanes";
import { forbidFraming, ownHosts, preparePage } from "@/lib/http/pages";
import { log, startLog } from "@/lib/log";

/** Longer than the minute for which balancers usually keep connections, so that they are the ones to close. */
const KEEP_ALIVE_MS = 75_000;
const HEADERS_MS_MAX = 20_000;
const HEADER_BYTES_MAX = 32 * 1024;
/** A connection on which nothing moves for this long is dead; event streams say something every 15 s. */
const SILENT_MS_MAX = 120_000;
/** `/readyz` says no for so long before the door closes: who asks every second sends nobody here any more. */
const UNREADY_MS = 1_500;
/** Requests in flight have this long to end when the process stops. */
const DRAIN_MS_MAX = 25_000;

/** The fast lane: routes that are asked often, or whose answers need the Content-Length that Next.js takes away. */
const findLane = lanes({
  "/observability/traces/otlp/v0": livekitTraces,
  "/observability/logs/otlp/v0": livekitLogs,
  "/observability/metrics/otlp/v0": livekitMetrics,
  "/observability/recordings/v0": livekitRecordings,
  "/v1/traces": traces,
  "/v1/logs": logs,
  "/v1/metrics": metrics,
  "/webhooks/livekit": livekitWebhooks,
  "/api/v1/runtime-lines": runtimeLines,
  "/api/v1/sessions": sessions,
  "/api/v1/sessions/facets": facets,
  "/api/v1/sessions/export": sessionsExport,
  "/api/v1/sessions/import": sessionsImport,
  "/api/v1/sessions/[id]": session,
  "/api/v1/sessions/[id]/timeline": timeline,
  "/api/v1/sessions/[id]/records/[recordId]": record,
  "/api/v1/sessions/[id]/stream": stream,
  "/api/v1/sessions/[id]/audio": audio,
  "/api/v1/sessions/[id]/peaks": peaks,
  "/api/v1/sessions/[id]/download": download,
  "/api/v1/agents/[id]/deployments/[version]/build-log": buildLog,
  // LiveKit's CLI comes by a name of its own (`agents.<domain>`), which pages are not shown under.
  "/twirp/livekit.CloudAgent/[method]": lkTwirp,
  "/logs": lkLogs,
  "/build": lkBuild,
  "/push-target": lkPushTarget,
  "/api/v1/lines": lines,
  "/api/v1/lines/download": linesDownload,
  "/api/v1/lines/stream": linesStream,
  "/healthz": healthz,
  "/readyz": readyz,
});

process.on("uncaughtException", (error) => {
  // What state we are in is unknown: `npm start` starts a fresh process.
  log.error("uncaught", { error });
  process.exit(1);
});

const settings = config();
startLog("web", settings.logLevel);
const isDevelopment = process.argv.includes("--dev");
const basePath = new URL(settings.publicUrl).pathname.replace(/\/$/, "");
const hosts = ownHosts(settings.publicUrl, settings.host);
const streams = new Set<ServerResponse>();

const server = createServer({ maxHeaderSize: HEADER_BYTES_MAX, keepAliveTimeout: KEEP_ALIVE_MS }, answer);
// Who asks before sending a body hears what we think of its head first: a handler that reads the body asks for it.
server.on("checkContinue", answer);
server.headersTimeout = HEADERS_MS_MAX;
// A large recording over a slow line may take longer than Node's five minutes; silence is what ends a connection.
server.requestTimeout = 0;
server.timeout = SILENT_MS_MAX;

// The bundle lies in dist/, Next.js's pages beside it in .next/.
const app = next({ dev: isDevelopment, dir: resolve(import.meta.dirname, ".."), httpServer: server });
await app.prepare();
const viaNext = app.getRequestHandler();

/** Never rejects. One promise for all steps: of each, small requests feel the cost. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (isDraining()) response.setHeader("connection", "close");
    const { path, search } = toRoutePath(request.url ?? "/", basePath);
    const lane = findLane(path);
    if (!lane) return await answerPage(request, response, path + search);
    const handler = handlerOf(lane, request.method);
    if (handler && path.startsWith("/api/")) forbidFraming(response);
    const routed = { path, search, params: lane.params };
    const reply = handler ? await handler(toDirectCall(request, response, routed)) : refuseMethod(lane, request, path);
    const sent = send(request, response, reply);
    if (sent) await sent;
  } catch (error) {
    failed(request, response, error);
  }
}

/** What is in no lane is for Next.js. */
async function answerPage(request: IncomingMessage, response: ServerResponse, url: string): Promise<void> {
  request.url = url;
  if (preparePage(request, response, { hosts, isDevelopment, publicUrl: settings.publicUrl })) {
    askForBody(request, response);
    return inAsyncContext(response, () => viaNext(request, response));
  }
  const words = `This server was opened by a name it does not know. Set EARSHOT_PUBLIC_URL to the URL that you use.\n`;
  await send(request, response, { status: 421, headers: { "content-type": "text/plain" }, body: words });
}

/** The route's own handler, without Next.js around it. */
function handlerOf({ handlers }: Lane, method: string | undefined): Handler | undefined {
  // Node's parser takes no method but those it knows, so this is no other property of the module.
  return handlers[(method === "HEAD" ? "GET" : method) as keyof typeof handlers]?.direct;
}

function refuseMethod({ handlers }: Lane, { method }: IncomingMessage, path: string): Reply {
  const allow = Object.keys(handlers).join(", ");
  const body = JSON.stringify({ error: { code: "invalid", message: `${path} takes ${allow}, not ${method}.` } });
  return { status: 405, headers: { allow, "content-type": "application/json" }, body };
}

function send(request: IncomingMessage, response: ServerResponse, reply: Reply): Promise<void> | undefined {
  const onError = (error: unknown) => log.error("answer cut off", { path: pathOf(request), error });
  const sent = sendReply(request, response, reply, onError);
  if (!sent || !reply.isLive) return sent;
  streams.add(response);
  return sent.finally(() => streams.delete(response));
}

/** A bug of ours: the client gets its 500, everybody else goes on. */
function failed(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  log.error("request failed", { path: pathOf(request), method: request.method, error });
  if (response.headersSent) response.destroy();
  else {
    response.writeHead(500, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { code: "internal", message: "The server failed; its log says why." } }));
  }
}

/** Without the query, which holds what people search for, and codes of identity providers. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? "").split(/[?#]/)[0] ?? "";
}

function stop(): void {
  if (isDraining()) return;
  log.info("stopping");
  startDraining();
  setTimeout(closeDoor, UNREADY_MS);
  setTimeout(() => process.exit(1), DRAIN_MS_MAX).unref();
}

/** Takes no more connections, and ends when what is going on has ended. */
function closeDoor(): void {
  server.close(() => {
    log.info("stopped");
    process.exit(0);
  });
  server.closeIdleConnections();
  // Browsers connect again by themselves, to the process that takes over.
  for (const stream of streams) stream.destroy();
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
// The process that started us is gone: nobody else would stop us.
process.once("disconnect", stop);

server.on("error", (error) => {
  log.error("cannot listen", { host: settings.host, port: settings.port, error });
  process.exit(1);
});
server.listen(settings.port, settings.host, () => {
  log.info("listening", { url: settings.publicUrl });
  process.send?.("ready");
});
