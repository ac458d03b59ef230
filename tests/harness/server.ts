import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { sendReply, toDirectCall } from "@/lib/http/from-node";
import { lanes, type RouteModule, toRoutePath } from "@/lib/http/lanes";

export interface TestServer {
  /** Without a trailing slash. */
  url: string;
  close(): Promise<void>;
}

/**
 * Serves the given route modules (path pattern → what the route file exports) on a free port, over Node's HTTP server as
 * `server.ts` does with its fast lane: real sockets, real chunking, real disconnects.
 */
export async function startServer(table: Record<string, object>): Promise<TestServer> {
  const find = lanes(table as Record<string, RouteModule>);
  // As server.ts: a client must not find its connection closed because this thread was busy with a test.
  const server = createServer({ keepAliveTimeout: 75_000 });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { path, search } = toRoutePath(request.url ?? "/", "");
    const lane = find(path);
    const handler = lane?.handlers[request.method as keyof RouteModule];
    if (!lane || !handler) {
      response.writeHead(lane ? 405 : 404).end();
      return;
    }
    const reply = await handler.direct(toDirectCall(request, response, { path, search, params: lane.params }));
    await sendReply(request, response, reply, (error) => console.error(error));
  };
  server.on("request", answer).on("checkContinue", answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
