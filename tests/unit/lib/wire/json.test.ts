import { expect, it } from "vitest";
import { parseJson } from "@/lib/wire/json";

it("reads the numbers that Python writes and JSON has no words for as null, and leaves texts alone", () => {
  const written = '{"a": NaN, "b": [Infinity, -Infinity, 1], "c": "NaN, \\"Infinity\\"", "\\\\": NaN, "NaN": "\\\\"}';
  expect(parseJson(written)).toEqual({ a: null, b: [null, null, 1], c: 'NaN, "Infinity"', "\\": null, NaN: "\\" });
});

it("is no more lenient than that", () => {
  for (const text of ["NaNa", "{a: NaN}", '{"a": NaN', "[1,]", '"NaN'])
    expect(() => parseJson(text)).toThrow(SyntaxError);
});
