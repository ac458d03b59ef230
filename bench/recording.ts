import { randomUUID } from "node:crypto";
import http from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { agentAuthorization } from "@/replay/sign";
import type { Product } from "./product";

const CHUNK_BYTES = 256 * 1024;

/** How much the web process grows while it takes a recording of this size, in bytes; it is checked to be accepted. */
export async function growthByRecording(product: Product, sizeBytes: number): Promise<number> {
  const before = product.webMemory().nowBytes;
  let highest = before;
  const timer = setInterval(() => {
    highest = Math.max(highest, product.webMemory().nowBytes);
  }, 50);
  try {
    const status = await upload(product, sizeBytes);
    if (status !== 200) throw new Error(`the recording was answered ${status}`);
  } finally {
    clearInterval(timer);
  }
  return highest - before;
}

async function upload(product: Product, sizeBytes: number): Promise<number> {
  const boundary = randomUUID();
  const part = (head: string) => `--${boundary}\r\n${head}\r\n\r\n`;
  const header = Buffer.from([...field(1, "RM_benchbenchRM"), ...field(8, `AJ_${randomUUID().slice(0, 12)}`)]);
  function* body() {
    yield Buffer.from(
      part(
        'Content-Type: application/protobuf\r\nContent-Disposition: form-data; name="header"; filename="header.binpb"',
      ),
    );
    yield header;
    yield Buffer.from(
      `\r\n${part('Content-Type: audio/ogg\r\nContent-Disposition: form-data; name="audio"; filename="recording.ogg"')}`,
    );
    const silence = Buffer.alloc(CHUNK_BYTES, 7);
    for (let sent = 0; sent < sizeBytes; sent += CHUNK_BYTES) yield silence;
    yield Buffer.from(`\r\n--${boundary}--\r\n`);
  }
  const request = http.request(`${product.target.url}/observability/recordings/v0`, {
    method: "POST",
    headers: {
      "content-type": `multipart/form-data; boundary=${boundary}`,
      authorization: agentAuthorization(product.target, Date.now() / 1000),
    },
  });
  const answered = new Promise<number>((resolve, reject) => {
    request.on("response", (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    request.on("error", reject);
  });
  await pipeline(Readable.from(body(), { objectMode: false }), request);
  return answered;
}

/** A short string field of a protobuf message. */
function field(number: number, text: string): number[] {
  return [(number << 3) | 2, text.length, ...Buffer.from(text)];
}
