import { expect, test } from "vitest";
import { SeenRanges } from "@/lib/store/seen-ranges";

function after(text: string, ...seqs: number[]): string {
  const seen = new SeenRanges(text);
  for (const seq of seqs) seen.add(seq);
  return seen.toText();
}

test("a number is new once, wherever it lies", () => {
  const seen = new SeenRanges("{[1,5),[7,9)}");
  expect([1, 4, 7, 8].map((seq) => seen.add(seq))).toEqual([false, false, false, false]);
  expect([5, 6, 9, 20].map((seq) => seen.add(seq))).toEqual([true, true, true, true]);
  expect([5, 6, 9, 20].map((seq) => seen.add(seq))).toEqual([false, false, false, false]);
});

test("ranges that touch become one", () => {
  expect(after("{}", 1, 2, 3)).toBe("{[1,4)}");
  expect(after("{[1,4),[5,8)}", 4)).toBe("{[1,8)}");
  expect(after("{[5,8)}", 4)).toBe("{[4,8)}");
  expect(after("{[5,8)}", 1)).toBe("{[1,2),[5,8)}");
  expect(after("", 7)).toBe("{[7,8)}");
});

test("any order of any numbers gives what a set gives", () => {
  let state = 12_345;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return 1 + (state % 400);
  };
  const seen = new SeenRanges("{}");
  const known = new Set<number>();
  for (let index = 0; index < 2_000; index += 1) {
    const seq = random();
    expect(seen.add(seq)).toBe(!known.has(seq));
    known.add(seq);
  }
  const again = new SeenRanges(seen.toText());
  for (let seq = 1; seq <= 400; seq += 1) expect(again.add(seq)).toBe(!known.has(seq));
});

test("holes beyond five hundred close from below: nobody sends those lines any more", () => {
  const seen = new SeenRanges("{}");
  for (let seq = 2; seq <= 2_400; seq += 2) seen.add(seq);
  const text = seen.toText();
  expect(text.split("),").length).toBe(500);
  expect(text.startsWith("{[2,")).toBe(true);
  expect(text.endsWith("[2400,2401)}")).toBe(true);
  expect(new SeenRanges(text).add(2_399)).toBe(true);
  expect(new SeenRanges(text).add(3)).toBe(false);
});
