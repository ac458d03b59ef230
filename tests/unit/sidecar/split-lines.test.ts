import { describe, expect, it } from "vitest";
import { LINE_BYTES_MAX, LineSplitter } from "@/sidecar/split-lines";

function split(chunks: (string | Buffer)[]): string[] {
  const splitter = new LineSplitter();
  return [...chunks.flatMap((chunk) => splitter.push(Buffer.from(chunk as string))), ...splitter.flush()];
}

/** The same bytes, one at a time. */
function byByte(bytes: Buffer): Buffer[] {
  return Array.from(bytes, (byte) => Buffer.from([byte]));
}

describe("lines of a stream of bytes", () => {
  it("cuts at line feeds, whatever chunks they come in", () => {
    expect(split(["one\ntw", "o\n", "\nfour\n"])).toEqual(["one", "two", "", "four"]);
  });

  it("takes the carriage return of a Windows line end away, and no other", () => {
    expect(split(["one\r\n", "10 %\r20 %\r", "\n", "end\r\n"])).toEqual(["one", "10 %\r20 %", "end"]);
  });

  it("holds a line without end back until it is flushed", () => {
    const splitter = new LineSplitter();
    expect(splitter.push(Buffer.from("waiting"))).toEqual([]);
    expect(splitter.held.toString()).toBe("waiting");
    expect(splitter.flush()).toEqual(["waiting"]);
    expect(splitter.flush()).toEqual([]);
    expect(splitter.push(Buffer.from(" more\n"))).toEqual([" more"]);
  });

  it("reads characters whose bytes come in several chunks", () => {
    expect(split(byByte(Buffer.from("Grüße, 世界 🎙️\n")))).toEqual(["Grüße, 世界 🎙️"]);
  });

  it("replaces what is no UTF-8 and keeps what is around it", () => {
    expect(split([Buffer.from([0x61, 0xff, 0x62, 0xc3, 0x0a, 0xe2, 0x82, 0x0a, 0x63])])).toEqual(["a�b�", "�", "c"]);
  });

  it("cuts a line over 256 KiB in parts that say so, each within the bound, and loses no byte", () => {
    const text = "0123456789".repeat(70_000);
    const lines = split([`${text}\nnext\n`]);
    expect(lines.at(-1)).toBe("next");
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(LINE_BYTES_MAX);
    expect(lines[0]).toMatch(/ …\[earshot: cut, longer than 256 KiB, goes on in the next line\]$/);
    expect(lines[2]).toMatch(/^\[earshot: part 3 of a line longer than 256 KiB\] /);
    const bare = lines.slice(0, 3).map((line) => line.replace(/ …\[earshot.*?\]$/, "").replace(/^\[earshot.*?\] /, ""));
    expect(bare.join("")).toBe(text);
  });

  it("gives the first part of an endless line out before its end comes, and cuts no character", () => {
    const splitter = new LineSplitter();
    const given: string[] = [];
    for (let index = 0; index < 20; index++) given.push(...splitter.push(Buffer.from("ü€🎙".repeat(4_000))));
    expect(given).toHaveLength(2);
    expect(splitter.heldBytes).toBeLessThan(LINE_BYTES_MAX);
    const all = [...given, ...splitter.flush()].map((line) =>
      line.replace(/ …\[earshot.*?\]$/, "").replace(/^\[earshot.*?\] /, ""),
    );
    expect(all.join("")).toBe("ü€🎙".repeat(80_000));
  });

  it("stays within the bound where every byte is broken and becomes three", () => {
    for (const line of split([Buffer.alloc(600_000, 0xff), "\n"])) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(LINE_BYTES_MAX);
    }
  });

  it("does not confuse a full line with a cut one", () => {
    expect(split([`${"x".repeat(1000)}\r\n`])[0]).toHaveLength(1000);
  });
});
