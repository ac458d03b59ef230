import { connect, type Socket } from "node:net";
import type { PreparedRequest } from "@/replay/rewrite";
import { agentAuthorization, type Target } from "@/replay/sign";

/** One connection that carries one request after the other. */
export interface Connection {
  /** Sends a request and answers with the status of its answer. */
  send(request: PreparedRequest): Promise<number>;
  close(): void;
}

/**
 * Opens a connection that costs the generator little: the generator runs on the same cores as what it measures, and
 * Node.js' HTTP client takes as long for a small request as the server does. Reads only answers with a `Content-Length`.
 */
export async function openConnection(target: Target): Promise<Connection> {
  const { hostname, port, host } = new URL(target.url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  const authorization = agentAuthorization(target, Date.now() / 1000);
  const answers = readAnswers(socket);
  return {
    send(request) {
      const answer = answers.next();
      const headers = { host, authorization, ...request.headers, "content-length": String(request.body.length) };
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.cork();
      socket.write(`POST ${request.path} HTTP/1.1\r\n${lines.join("")}\r\n`, "latin1");
      socket.write(request.body);
      socket.uncork();
      return answer;
    },
    close: () => socket.destroy(),
  };
}

/** The statuses of the answers that come, one after another. */
function readAnswers(socket: Socket): { next(): Promise<number> } {
  let waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | null = null;
  let read = Buffer.alloc(0);
  const fail = (error: Error) => waiting?.reject(error);
  socket.on("error", fail).on("close", () => fail(new Error("the server closed the connection")));
  socket.on("data", (chunk) => {
    read = read.length === 0 ? chunk : Buffer.concat([read, chunk]);
    const headEnd = read.indexOf("\r\n\r\n");
    if (headEnd === -1) return;
    const head = read.toString("latin1", 0, headEnd);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined) return fail(new Error(`an answer without a length: ${head}`));
    const end = headEnd + 4 + Number(length);
    if (read.length < end) return;
    read = read.subarray(end);
    waiting?.resolve(Number(head.slice(9, 12)));
  });
  return {
    next: () =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
      }),
  };
}
