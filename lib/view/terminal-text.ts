import { type AnsiSpan, parseAnsi } from "./ansi";

/** SGR parameters of the eight colours. Source: ECMA-48, 8.3.117. */
const OF_COLOR = { black: 30, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36, white: 37 } as const;

/** Text that others printed, fit for a terminal: with its colours or without, and no other sequence that would act on it. */
export function terminalText(text: string, isColoured: boolean): string {
  return parseAnsi(text)
    .map((span) => (isColoured ? painted(span) : span.text))
    .join("");
}

function painted({ text, color, isBold, isDim, isItalic, isUnderlined }: AnsiSpan): string {
  const codes = [isBold && 1, isDim && 2, isItalic && 3, isUnderlined && 4, color && OF_COLOR[color]].filter(Boolean);
  return codes.length === 0 ? text : `\x1b[${codes.join(";")}m${text}\x1b[0m`;
}
