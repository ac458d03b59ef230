import { expect, it } from "vitest";
import { csvLine } from "@/lib/export/csv";

it("quotes what would end a cell, as RFC 4180 says", () => {
  expect(csvLine(["a", 'b "c"', "d,e", "f\ng", ""])).toBe('a,"b ""c""","d,e","f\ng",\r\n');
});

it("keeps numbers, truth and nothing as they are: negative figures are no formulas", () => {
  expect(csvLine([-1.5, 0, true, null])).toBe("-1.5,0,true,\r\n");
});

it.each(["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])("lets no spreadsheet run %j", (text) => {
  expect(csvLine([text]).replaceAll('"', "").startsWith("'")).toBe(true);
});
