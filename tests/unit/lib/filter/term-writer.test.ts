import { describe, expect, it } from "vitest";
import { TermWriter } from "@/lib/filter/term-writer";
import { termTexts } from "@/lib/filter/terms";
import { fold, wordsOf } from "@/lib/filter/words";
import { chance } from "./random";

const PIECES = [
  ...[
    "Straße",
    "ÉTÉ",
    "e\u0301te\u0301",
    "=\u0338",
    "<\u0338x",
    "a\u0301",
    " ",
    "  ",
    "-",
    "=",
    "<",
    "AJ_x9",
    "0.25",
    "naïve",
  ],
  ...[
    "日本語",
    "한국어",
    "ไทย",
    "İstanbul",
    "ſ",
    "K",
    "😀",
    "\ud800",
    "x".repeat(70),
    "é".repeat(70),
    "Gateway",
    "timed",
    "\t",
    "\n",
  ],
];

function textsOf(add: (writer: TermWriter) => void): string[] {
  const writer = new TermWriter();
  add(writer);
  return termTexts(writer.take());
}

describe("the writer of terms", () => {
  it("takes the words that searches take, whatever the text is written in", () => {
    const oneOf = chance(11);
    const writer = new TermWriter();
    for (let round = 0; round < 3_000; round += 1) {
      const text = Array.from({ length: 1 + (round % 8) }, () => oneOf(PIECES)).join("");
      writer.addWords(text);
      const words = wordsOf(fold(text)).map((word) => word.slice(0, 64).toWellFormed());
      expect(termTexts(writer.take()), JSON.stringify(text)).toEqual([...new Set(words)]);
    }
  });

  it("takes each term once, also in parts, and forgets all for the next line", () => {
    const writer = new TermWriter();
    writer.addField("room", "=", "lobby");
    writer.addField("room", "=", "lobby");
    writer.addWords("Lobby lobby LOBBY");
    expect(writer.take().count).toBe(2);
    writer.addWords("lobby");
    expect(termTexts(writer.take())).toEqual(["lobby"]);
  });

  it("cuts a term of parts where it would cut the whole", () => {
    const field = "f".repeat(60);
    expect(textsOf((writer) => writer.addField(field, "=", "value"))).toEqual([`@${field}=va`]);
    expect(textsOf((writer) => writer.addField("f".repeat(80), "=", "value"))).toEqual([`@${"f".repeat(63)}`]);
  });

  it("marks a line of more than 400 terms, once, and says that it takes no more", () => {
    const writer = new TermWriter();
    const words = Array.from({ length: 900 }, (_, index) => `w${index}`).join(" ");
    expect(writer.addWords(words)).toBe(false);
    expect(writer.addField("more", "~")).toBe(false);
    const { count, bytes } = writer.take();
    expect(count).toBe(401);
    expect(termTexts({ count, bytes }).slice(-2)).toEqual(["w399", "…"]);
  });
});
