import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { deflate, inflate, withInflated } from "@/lib/wire/gzip";

describe("inflating", () => {
  it("gives back what was compressed", () => {
    const text = Buffer.from("hello ".repeat(50_000));
    expect(inflate(deflate(text), text.length).equals(text)).toBe(true);
    expect(inflate(deflate(new Uint8Array(0)), 10)).toHaveLength(0);
  });

  it("keeps what it gave back when the next body is inflated, of any size", () => {
    const sizes = [0, 1, 1023, 70_000, 1_048_575, 1_048_576, 1_048_577, 3_000_000];
    const texts = sizes.map((size, index) => Buffer.alloc(size, `text ${index} `));
    const inflated = texts.map((text) => inflate(deflate(text), 4_000_000));
    for (const [index, text] of texts.entries()) expect(inflated[index]?.equals(text)).toBe(true);
  });

  it("lends the plain bytes while they are read, and another body's inside of it", () => {
    const [one, two] = [Buffer.from("one ".repeat(100)), Buffer.from("two ".repeat(90))];
    const lengths = withInflated(deflate(one), 1000, (plain) => {
      const inner = withInflated(deflate(two), 1000, (other) => other.equals(two));
      return [plain.equals(one), inner, inflate(deflate(two), 1000).equals(two), plain.equals(one)];
    });
    expect(lengths).toEqual([true, true, true, true]);
    expect(() => withInflated(deflate(one), 10, () => 0)).toThrow(expect.objectContaining({ code: "too-large" }));
    expect(() =>
      withInflated(deflate(one), 1000, () => {
        throw new Error("of the reader");
      }),
    ).toThrow("of the reader");
    expect(withInflated(deflate(two), 1000, (plain) => plain.length)).toBe(two.length);
  });

  it("refuses a bomb at the limit, without holding it in memory", () => {
    const bomb = gzipSync(Buffer.alloc(64 << 20), { level: 1 });
    const before = process.memoryUsage().arrayBuffers;
    expect(() => inflate(bomb, 1 << 20)).toThrow(expect.objectContaining({ code: "too-large" }));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 << 20);
  });

  it("refuses what is not gzip, and gzip that is cut off", () => {
    for (const bytes of [
      Buffer.from("plain text, not gzip"),
      Buffer.alloc(0),
      deflate(Buffer.from("abc")).subarray(0, 15),
    ]) {
      expect(() => inflate(bytes, 1000)).toThrow(expect.objectContaining({ code: "invalid" }));
    }
  });
});
