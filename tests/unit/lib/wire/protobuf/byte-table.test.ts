import { describe, expect, test } from "vitest";
import { ByteTable } from "@/lib/wire/protobuf/byte-table";
import { textOf } from "@/lib/wire/protobuf/intern";

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Keeps a text's bytes as that text, and finds by the bytes of another, which may lie anywhere. */
function finds(kept: string, sought: string, offset = 0): string | undefined {
  const table = new ByteTable<string>(16, 32);
  table.keep(viewOf(Buffer.from(kept)), 0, Buffer.byteLength(kept), kept);
  const bytes = Buffer.concat([Buffer.alloc(offset, 7), Buffer.from(sought), Buffer.from("what follows")]);
  return table.find(viewOf(bytes), offset, Buffer.byteLength(sought));
}

describe("a table of what was made of bytes", () => {
  test("finds it by the same bytes, wherever they lie", () => {
    for (const text of ["room", "job_id", "gen_ai.request.model", "größer", "x".repeat(32)]) {
      for (const offset of [0, 1, 2, 3]) expect(finds(text, text, offset)).toBe(text);
    }
  });

  test("finds nothing by bytes that differ anywhere, or in number", () => {
    const text = "lk.participant_identity";
    for (let at = 0; at < text.length; at++) {
      expect(finds(text, `${text.slice(0, at)}#${text.slice(at + 1)}`)).toBeUndefined();
    }
    expect(finds(text, `${text}y`)).toBeUndefined();
    expect(finds(text, text.slice(1))).toBeUndefined();
  });

  test("keeps nothing of more bytes than it is told, nor of fewer than four", () => {
    expect(finds("x".repeat(33), "x".repeat(33))).toBeUndefined();
    expect(finds("abc", "abc")).toBeUndefined();
  });

  test("forgets an earlier one rather than mistake it, when there are more than it holds", () => {
    const table = new ByteTable<string>(16, 32);
    const texts = Array.from({ length: 500 }, (_unused, index) => `attribute ${index}`);
    for (const text of texts) table.keep(viewOf(Buffer.from(text)), 0, text.length, text);
    const found = texts.map((text) => table.find(viewOf(Buffer.from(text)), 0, text.length));
    found.forEach((text, index) => {
      expect([undefined, texts[index]]).toContain(text);
    });
    expect(found.filter((text) => text !== undefined).length).toBeGreaterThan(0);
  });
});

test("a text is the same whether it is read for the first time or found", () => {
  for (const text of ["", "a", "abc", "ünïcödé", "𝄞 clef", "nul \u0000 inside", "y".repeat(100)]) {
    const bytes = Buffer.from(`..${text}..`);
    for (let time = 0; time < 3; time++) expect(textOf(bytes, viewOf(bytes), 2, bytes.length - 2)).toBe(text);
  }
  const broken = Buffer.from([0x61, 0xff, 0xfe, 0x62, 0x63]);
  for (let time = 0; time < 2; time++) expect(textOf(broken, viewOf(broken), 0, 5)).toBe("a\ufffd\ufffdbc");
});
