import http from "node:http";
import { gunzipSync } from "node:zlib";
import { appendEntries } from "@/lib/journal/append";
import type { ProjectScope } from "@/lib/model/scope";
import { SESSION_HEADER } from "./bare-terms";

// The least that a Node server has to do with telemetry: it inflates a body, commits it as the product does, together with those that
// came meanwhile, and answers. It asks for no key, reads nothing of the body and digests nothing. DATABASE_URL names its tables, too.

/** Nobody proves anything here: no project has this id. */
const scope = { projectId: "bench-bare" } as ProjectScope;

async function answer(request: http.IncomingMessage, chunks: Buffer[]): Promise<number> {
  const body = Buffer.concat(chunks);
  gunzipSync(body);
  const sessionId = String(request.headers[SESSION_HEADER]);
  const kind = { signal: "traces", encoding: "protobuf", recordCount: 3, endsSession: false } as const;
  await appendEntries(scope, [{ sessionId, body, ...kind }]);
  return 200;
}

const server = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", async () => {
    const status = await answer(request, chunks).catch((error: unknown) => {
      console.error(error);
      return 500;
    });
    response.writeHead(status, { "content-length": "0" }).end();
  });
});

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("a TCP server has an address");
  console.log(JSON.stringify({ port: address.port, pid: process.pid }));
});
