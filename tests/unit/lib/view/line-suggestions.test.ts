import { expect, it } from "vitest";
import { suggestTerms } from "@/lib/view/line-suggestions";

const known = { fields: ["latency_ms", "doctor"], values: new Map([["worker", ["aw-3f", "aw-91"]]]) };
const suggest = (text: string, caret = text.length) => suggestTerms(text, caret, known).map((one) => one.text);

it("completes names of fields, those of the loaded lines too, and their values", () => {
  expect(suggest("error la")).toEqual(["latency_ms:"]);
  expect(suggest("-wo")).toEqual(["worker:"]);
  expect(suggest("worker:aw")).toEqual(["worker:aw-3f", "worker:aw-91"]);
  expect(suggest("level:>")).toEqual(["level:>=warn", "level:>=error"]);
});

it("offers nothing for nothing, inside of quotes, and for what is complete", () => {
  expect([suggest(""), suggest("a "), suggest('"wo'), suggest("worker:aw-3f")]).toEqual([[], [], [], []]);
});

it("says what it replaces: the word at the caret, without its minus", () => {
  expect(suggestTerms("a -wo b", 5, known)[0]).toMatchObject({ text: "worker:", from: 3, to: 5 });
});
