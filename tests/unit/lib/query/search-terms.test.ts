import { describe, expect, it } from "vitest";
import { toLikePattern, toSearchTerms, toSnippet } from "@/lib/query/search-terms";

describe("toSearchTerms", () => {
  it.each([
    ["", []],
    ["  okafor   thursday ", ["okafor", "thursday"]],
    ['"doctor Okafor" nine', ["doctor Okafor", "nine"]],
    ['book"a check"up', ["book", "a check", "up"]],
    ['an "open end', ["an", "open", "end"]],
    ["twice twice", ["twice"]],
    ['"" " "', []],
  ])("cuts %j into %j", (q, terms) => {
    expect(toSearchTerms(q)).toEqual(terms);
  });

  it("does not compare with more than twelve words", () => {
    expect(toSearchTerms(Array.from({ length: 40 }, (_, i) => `w${i}`).join(" "))).toHaveLength(12);
  });
});

it("takes the wildcards of ILIKE literally", () => {
  expect(toLikePattern("50%_\\")).toBe("%50\\%\\_\\\\%");
});

describe("toSnippet", () => {
  const search = { text: "AJ_1\nhello there\nthe check up is on Thursday\nThursday", atMs: [0, 100, 2500, 9000] };

  it("shows the first line that holds most of the words, with its position", () => {
    expect(toSnippet(search, ["thursday"])).toEqual({ text: "the check up is on Thursday", atMs: 2500 });
    expect(toSnippet(search, ["THERE", "thursday"])).toEqual({ text: "hello there", atMs: 100 });
    expect(toSnippet(search, ["thursday", "check"])).toEqual({ text: "the check up is on Thursday", atMs: 2500 });
  });

  it("has none when only an id outside of the text was found", () => {
    expect(toSnippet(search, ["RM_9"])).toBeNull();
  });

  it("cuts a long line around the word", () => {
    const line = `${"a ".repeat(300)}needle${" b".repeat(300)}`;
    const text = toSnippet({ text: line, atMs: [7] }, ["needle"])?.text ?? "";
    expect(text).toMatch(/^….*needle.*…$/);
    expect(text.length).toBeLessThanOrEqual(162);
  });
});
