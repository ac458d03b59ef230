import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { deflate, inflate } from "@/lib/wire/gzip";

describe("inflating", () => {
  it("gives back what was compressed", () => {
    const text = Buffer.from("hello ".repeat(50_000));
    expect(inflate(deflate(text), text.length).equals(text)).toBe(true);
    expect(inflate(deflate(new Uint8Array(0)), 10)).toHaveLength(0);
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
