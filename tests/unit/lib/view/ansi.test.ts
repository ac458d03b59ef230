import { expect, it } from "vitest";
import { hasAnsi, parseAnsi } from "@/lib/view/ansi";

const looks = (text: string) =>
  parseAnsi(text).map(({ text: part, color, isBold }) => [part, color, isBold ? "bold" : ""].filter(Boolean).join("|"));

it("cuts text where its look changes, and a reset ends all of it", () => {
  expect(looks("plain \x1b[31mred \x1b[1mand bold\x1b[0m plain")).toEqual([
    "plain ",
    "red |red",
    "and bold|red|bold",
    " plain",
  ]);
});

it("takes several parameters at once, bright colours as their plain ones, and 39 as no colour", () => {
  expect(looks("\x1b[1;92mok\x1b[39m bold\x1b[22m")).toEqual(["ok|green|bold", " bold|bold"]);
});

it("shows colours of 256 and of RGB as the nearest of the eight", () => {
  // 196 is the cube's pure red, 46 its green, 21 its blue, 250 a grey (xterm's table).
  expect(looks("\x1b[38;5;196mr\x1b[38;5;46mg\x1b[38;5;21mb\x1b[38;5;250mw")).toEqual([
    "r|red",
    "g|green",
    "b|blue",
    "w|white",
  ]);
  expect(looks("\x1b[38;2;255;200;10my\x1b[38;2;120;30;200mm")).toEqual(["y|yellow", "m|magenta"]);
});

it("skips the parameters of a background", () => {
  expect(looks("\x1b[48;5;196;31mx")).toEqual(["x|red"]);
});

it("takes out what moves a cursor, names a window, links, or is no text", () => {
  expect(looks("\x1b[2J\x1b[1;1Ha\x1b]0;title\x07b\x1b]8;;http://x\x1b\\c\x1b]8;;\x1b\\\x07\x08d\x1b(B")).toEqual([
    "a",
    "b",
    "c",
    "d",
  ]);
});

it("leaves an escape that is cut off out of the text", () => {
  expect(looks("end\x1b[3")).toEqual(["end"]);
  expect(hasAnsi("plain")).toBe(false);
});

it("keeps markup as text", () => {
  expect(looks("\x1b[31m<img src=x onerror=alert(1)>")).toEqual(["<img src=x onerror=alert(1)>|red"]);
});
