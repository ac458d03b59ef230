import { createServer, type IncomingMessage, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { afterEach, expect, it, vi } from "vitest";
import { AppError } from "@/lib/errors";
import type { Handler } from "@/lib/http/call";
import { sendReply, toDirectCall } from "@/lib/http/from-node";

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Serves one handler and answers the port; what the handler throws becomes a 400 with the words. */
async function serve(handler: Handler, onError = (_error: unknown) => {}): Promise<number> {
  server = createServer(async (incoming, response) => {
    const call = toDirectCall(incoming, response, { path: "/x", search: "?a=1", params: { id: "7" } });
    const reply = await handler(call).catch((error: AppError) => ({ status: 400, body: error.message }));
    await sendReply(incoming, response, reply, onError);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

function send(port: number, options: { method?: string; body?: Buffer | string; headers?: Record<string, string> }) {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const { method = "POST", headers, body } = options;
    request({ port, host: "127.0.0.1", method, headers }, resolve).once("error", reject).end(body);
  });
}

it("hands over method, path, query, parameters, headers and body", async () => {
  const port = await serve(async (call) => ({
    status: 201,
    body: JSON.stringify([
      call.method,
      call.path,
      call.query.get("a"),
      call.params,
      call.header("x-two"),
      `${await call.readBody(99)}`,
    ]),
  }));
  const answer = await send(port, { body: "hello", headers: { "X-Two": "2" } });
  expect(answer.statusCode).toBe(201);
  expect(JSON.parse(await text(answer))).toEqual(["POST", "/x", "1", { id: "7" }, "2", "hello"]);
});

it("gives text and bytes their length, and a stream as it comes", async () => {
  const port = await serve(async () => ({ status: 200, body: "grün" }));
  expect((await send(port, {})).headers["content-length"]).toBe("5");
  server.close();
  const streaming = await serve(async () => ({
    status: 206,
    headers: { "Content-Length": "3" },
    body: Readable.from([Buffer.from("abc")]),
  }));
  const answer = await send(streaming, {});
  expect([answer.statusCode, answer.headers["content-length"], await text(answer)]).toEqual([206, "3", "abc"]);
});

it("answers HEAD with the head alone", async () => {
  const port = await serve(async () => ({
    status: 200,
    headers: { "content-length": "9" },
    body: Readable.from(["x"]),
  }));
  const answer = await send(port, { method: "HEAD" });
  expect([answer.headers["content-length"], (await buffer(answer)).length]).toEqual(["9", 0]);
});

it("refuses a body above the limit by its declared length, and by what comes, with the limit in words", async () => {
  const port = await serve(async (call) => ({ status: 200, body: `${(await call.readBody(10)).length}` }));
  const declared = await send(port, { body: Buffer.alloc(5_000_000) });
  expect([declared.statusCode, await text(declared)]).toEqual([400, expect.stringContaining("10 bytes")]);
  const chunked = await send(port, { body: Buffer.alloc(5_000_000), headers: { "transfer-encoding": "chunked" } });
  expect([chunked.statusCode, await text(chunked)]).toEqual([400, expect.stringContaining("10 bytes")]);
  expect(await text(await send(port, { body: "0123456789" }))).toBe("10");
});

it("fails the read, not the process, when the sender goes away in mid-body", async () => {
  const failure = new Promise<AppError>((resolve) => {
    void serve(async (call) => {
      const body = await call.readBody(1000).catch((error: AppError) => error);
      if (body instanceof AppError) resolve(body);
      return { status: 200 };
    }).then((port) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf", () => socket.destroy());
      });
    });
  });
  expect(await failure).toMatchObject({ code: "invalid", message: expect.stringContaining("closed") });
});

it("tells the handler by its signal, and closes the stream, when the client goes away", async () => {
  const gone = vi.fn();
  const source = new Readable({ read() {} });
  const port = await serve(async (call) => {
    call.signal.addEventListener("abort", gone);
    source.push("first");
    return { status: 200, body: source };
  });
  const answer = await send(port, {});
  answer.once("data", () => answer.destroy());
  await vi.waitFor(() => expect(gone).toHaveBeenCalledOnce());
  await vi.waitFor(() => expect(source.destroyed).toBe(true));
});

it("cuts an answer off whose stream fails, and says why", async () => {
  const onError = vi.fn();
  async function* failing() {
    yield "first";
    throw new Error("the disk is gone");
  }
  const port = await serve(async () => ({ status: 200, body: Readable.from(failing()) }), onError);
  await expect(text(await send(port, {}))).rejects.toThrow();
  expect(onError).toHaveBeenCalledWith(expect.objectContaining({ message: "the disk is gone" }));
});
