import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A way to a server that can be shut and opened again, at one address. */
export interface Gate {
  url: string;
  /** Cuts off who is inside, and takes nobody more. */
  shut(): Promise<void>;
  open(): Promise<void>;
  close(): Promise<void>;
}

/** A gate before a server of the tests; it stands open. */
export async function openGate(serverUrl: string): Promise<Gate> {
  const { hostname, port } = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let ownPort = 0;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
  };
  const open = async () => {
    const opening = createServer((inner) => {
      const outer = connect(Number(port), hostname);
      keep(inner);
      keep(outer);
      inner.pipe(outer).pipe(inner);
      inner.once("close", () => outer.destroy());
      outer.once("close", () => inner.destroy());
    });
    await new Promise<void>((resolve, reject) => {
      opening.once("error", reject).listen(ownPort, "127.0.0.1", resolve);
    });
    server = opening;
    ownPort = (opening.address() as AddressInfo).port;
  };
  const shut = async () => {
    const closing = server;
    server = null;
    const closed = new Promise<void>((resolve) => (closing ? closing.close(() => resolve()) : resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await open();
  return { url: `http://127.0.0.1:${ownPort}`, open, shut, close: shut };
}
