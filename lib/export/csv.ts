/** What a cell can hold; null is an empty cell. */
export type Cell = string | number | boolean | null;

/** A text that a spreadsheet would take for a formula and run. Source: OWASP, CSV Injection. */
const FORMULA = /^[=+\-@\t\r]/;
/** Signs that end a cell unless it is quoted. Source: RFC 4180, 2. */
const SPECIAL = /[",\r\n]/;

/**
 * One line of CSV with its end. Texts that a spreadsheet would run as a formula get an apostrophe before them, which it takes for
 * "this is text"; numbers stay numbers. Source: RFC 4180.
 */
export function csvLine(cells: Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
