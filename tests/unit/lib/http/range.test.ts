import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Call } from "@/lib/http/call";
import { parseRange, type RangedFile, rangeReply } from "@/lib/http/range";

describe("parseRange", () => {
  it.each([
    ["bytes=0-", { start: 0, end: 99 }],
    ["bytes=10-19", { start: 10, end: 19 }],
    ["bytes=90-500", { start: 90, end: 99 }],
    ["bytes=-10", { start: 90, end: 99 }],
    ["bytes=-500", { start: 0, end: 99 }],
    ["bytes=100-", "unsatisfiable"],
    ["bytes=-0", "unsatisfiable"],
    ["bytes=20-10", null],
    ["bytes=0-1,5-6", null],
    ["bytes=-", null],
    ["lines=0-1", null],
    [null, null],
  ])("of 100 bytes, %s asks for %o", (header, expected) => {
    expect(parseRange(header, 100)).toEqual(expected);
  });

  it("finds nothing in an empty file", () => {
    expect(parseRange("bytes=0-", 0)).toBe("unsatisfiable");
  });
});

const content = Buffer.from("0123456789");
const file: RangedFile = {
  sizeBytes: content.length,
  contentType: "audio/ogg",
  etag: "abc",
  openRange: (start, end) => Readable.from([content.subarray(start, end + 1)]),
};

/** A call with these headers; nothing else of it is asked. */
function callWith(headers: Record<string, string>, method = "GET"): Call {
  return { method, header: (name: string) => headers[name] ?? null } as Call;
}

async function bodyText(body: unknown): Promise<string> {
  const chunks = body instanceof Readable ? await body.toArray() : [];
  return Buffer.concat(chunks).toString();
}

describe("rangeReply", () => {
  it("sends the whole file with its length when no range is asked", async () => {
    const reply = await rangeReply(callWith({}), file);
    expect(reply).toMatchObject({ status: 200, headers: { "content-length": "10", "accept-ranges": "bytes" } });
    expect(await bodyText(reply.body)).toBe("0123456789");
  });

  it("sends a part as 206 and says which", async () => {
    const reply = await rangeReply(callWith({ range: "bytes=-3" }), file);
    expect(reply).toMatchObject({ status: 206, headers: { "content-length": "3", "content-range": "bytes 7-9/10" } });
    expect(await bodyText(reply.body)).toBe("789");
  });

  it("says the size when nothing of the range exists: 416", async () => {
    const reply = await rangeReply(callWith({ range: "bytes=10-" }), file);
    expect(reply).toMatchObject({ status: 416, headers: { "content-range": "bytes */10" } });
  });

  it("sends the whole file when the client's part is of another file", async () => {
    expect(await rangeReply(callWith({ range: "bytes=0-1", "if-range": '"old"' }), file)).toMatchObject({
      status: 200,
    });
    expect(await rangeReply(callWith({ range: "bytes=0-1", "if-range": '"abc"' }), file)).toMatchObject({
      status: 206,
    });
  });

  it("sends nothing when the client has the file: 304; and no body to HEAD", async () => {
    expect(await rangeReply(callWith({ "if-none-match": '"abc"' }), file)).toMatchObject({ status: 304 });
    const head = await rangeReply(callWith({}, "HEAD"), file);
    expect(head).toMatchObject({ status: 200, body: null, headers: { "content-length": "10" } });
  });
});
