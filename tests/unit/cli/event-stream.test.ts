import { expect, it } from "vitest";
import { readEvents, type StreamEvent } from "@/cli/event-stream";

const STREAM =
  'retry: 1000\n\nid: 7\nevent: lines\ndata: {"a":\ndata: "größe"}\n\n: still here\n\nevent: notice\r\ndata:x\r\n\r\nid: 9\ndata: end\n\nid: 10\ndata: cut off';

async function read(pieces: Uint8Array[], onBytes?: () => void): Promise<StreamEvent[]> {
  async function* body() {
    yield* pieces;
  }
  const events: StreamEvent[] = [];
  for await (const event of readEvents(body(), onBytes)) events.push(event);
  return events;
}

it("reads events however they are cut into pieces, keeps the last id, and gives no event that did not end", async () => {
  const bytes = Buffer.from(STREAM);
  for (const size of [1, 2, 7, bytes.length]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    );
    expect(await read(pieces)).toEqual([
      { event: "lines", data: '{"a":\n"größe"}', id: "7" },
      { event: "notice", data: "x", id: "7" },
      { event: "", data: "end", id: "9" },
    ]);
  }
});

it("tells of every sign of life, also of those that say nothing", async () => {
  let signs = 0;
  await read([Buffer.from(": still here\n\n"), Buffer.from(": still here\n\n")], () => {
    signs += 1;
  });
  expect(signs).toBe(2);
});
